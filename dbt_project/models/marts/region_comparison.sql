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

paired as (

    select
        own.indicator_code,
        own.region_code,
        own.period,
        own.measure,
        own.canonical_unit,
        own.value,
        own.bound,
        own.observation_id,
        parent.region_code as parent_code,
        parent.value as parent_value,
        parent.bound as parent_bound,
        parent.observation_id as parent_observation_id,
        own.measure = 'growth' or own.canonical_unit = '%' as in_points
    from vintages as own
    inner join regions on own.region_code = regions.region_code
    inner join vintages as parent
        on
            regions.parent_code = parent.region_code
            and own.indicator_code = parent.indicator_code
            and own.period = parent.period
            and own.measure = parent.measure
            and own.canonical_unit = parent.canonical_unit

),

final as (

    select
        {{ surrogate_key([
            'paired.indicator_code', 'paired.region_code', 'paired.period', 'paired.measure', 'paired.canonical_unit'
        ]) }} as region_comparison_key,
        paired.indicator_code,
        indicators.name_zh as indicator,
        paired.region_code,
        own.name as region,
        paired.parent_code,
        parent.name as parent,
        paired.period,
        paired.measure,
        paired.canonical_unit,
        paired.value,
        paired.bound,
        paired.parent_value,
        paired.parent_bound,
        -- What a place has of the whole; an average or a rate has no share.
        try_cast(
            case
                when not paired.in_points and indicators.nature in ('flow', 'stock') and paired.parent_value <> 0
                    then 100 * cast(paired.value as double) / cast(paired.parent_value as double)
            end as decimal(18, 4)
        ) as share_of_parent,
        cast(case when paired.in_points then paired.value - paired.parent_value end as decimal(28, 10)) as point_gap,
        paired.observation_id,
        paired.parent_observation_id
    from paired
    inner join indicators on paired.indicator_code = indicators.indicator_code
    inner join regions as own on paired.region_code = own.region_code
    inner join regions as parent on paired.parent_code = parent.region_code

)

select * from final
