with

found as (

    {% for kind in var('discrepancy_kinds') %}
        select * from {{ ref('int_discrepancy_' ~ kind) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select
        {{ surrogate_key(['discrepancy_kind', 'first_observation_id', 'second_observation_id']) }} as discrepancy_key,
        discrepancy_kind,
        series_key,
        indicator_code,
        region_code,
        period,
        measure,
        status,
        canonical_unit,
        first_value,
        second_value,
        second_value - first_value as difference,
        first_observation_id,
        second_observation_id
    from found

)

select * from final
