with

vintages as (

    select * from {{ ref('fct_indicator_vintage') }}
    where is_latest and status = 'actual' and measure in ('level', 'growth')

),

indicators as (

    -- Only where a definition is registered is it the same in two places.
    select * from {{ ref('dim_indicator') }}
    where is_registered

),

regions as (

    select * from {{ ref('dim_region') }}

),

owned as (

    select
        vintages.*,
        indicators.nature,
        regions.parent_code,
        vintages.measure = 'growth' or vintages.canonical_unit = '%' as in_points,
        {{ series_key('vintages.indicator_code', 'regions.parent_code', 'vintages.measure', 'vintages.canonical_unit') }}
            as parent_series_key
    from vintages
    inner join indicators on vintages.indicator_code = indicators.indicator_code
    inner join regions on vintages.region_code = regions.region_code

),

final as (

    select
        {{ surrogate_key([
            'own.indicator_code', 'own.region_code', 'own.period', 'own.measure', 'own.canonical_unit'
        ]) }} as region_comparison_key,
        own.series_key,
        own.indicator_code,
        own.indicator,
        own.region_code,
        own.region,
        own.parent_code,
        parent.region as parent,
        own.period,
        own.measure,
        own.canonical_unit,
        own.value,
        own.bound,
        parent.value as parent_value,
        parent.bound as parent_bound,
        -- What a place has of the whole; an average or a rate has no share.
        {{ four_digits(
            "case when not own.in_points and own.nature in ('flow', 'stock') and parent.value <> 0
                then 100 * own.value / parent.value end"
        ) }} as share_of_parent,
        case when own.in_points then {{ difference('own.value', 'parent.value') }} end as point_gap,
        own.observation_id,
        parent.observation_id as parent_observation_id
    from owned as own
    inner join vintages as parent on own.parent_series_key = parent.series_key and own.period = parent.period

)

select * from final
