with

plans as (

    select * from {{ ref('int_plan_results') }}

),

final as (

    select
        {{ surrogate_key(['indicator_code', 'region_code', 'year', 'measure', 'canonical_unit']) }} as plan_outturn_key,
        series_key,
        indicator_code,
        region_code,
        cast(year as integer) as year,
        measure,
        canonical_unit,
        cast(target_value as double) as target_value,
        cast(target_value_max as double) as target_value_max,
        target_bound,
        binding,
        target_is_implied,
        cast(first_target_value as double) as first_target_value,
        target_was_changed,
        cast(outturn_value as double) as outturn_value,
        outturn_bound,
        outturn_derived_from,
        cast(gap as double) as gap,
        result,
        target_report_id,
        target_observation_id,
        outturn_report_id,
        outturn_observation_id,
        outturn_base_observation_id
    from plans

)

select * from final
