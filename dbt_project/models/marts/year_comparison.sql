with

vintages as (

    select * from {{ ref('fct_indicator_vintage') }}
    where is_latest and status = 'actual'

),

periods as (

    select * from {{ ref('dim_period') }}
    where kind = 'year'

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

observations as (

    select * from {{ ref('fct_observation') }}

),

yearly as (

    select
        vintages.*,
        periods.end_year
    from vintages
    inner join periods on vintages.period = periods.period

),

paired as (

    select
        earlier.indicator_code,
        earlier.region_code,
        earlier.measure,
        earlier.canonical_unit,
        earlier.end_year as from_year,
        later.end_year as to_year,
        earlier.value as from_value,
        earlier.bound as from_bound,
        later.value as to_value,
        later.bound as to_bound,
        later.value - earlier.value as change,
        -- Rates and growth move in percentage points; a percentage of a percentage misleads.
        earlier.measure = 'growth' or earlier.canonical_unit = '%' as in_points,
        earlier.observation_id as from_observation_id,
        later.observation_id as to_observation_id
    from yearly as earlier
    inner join yearly as later
        on
            earlier.indicator_code = later.indicator_code
            and earlier.region_code = later.region_code
            and earlier.measure = later.measure
            and earlier.canonical_unit = later.canonical_unit
            and earlier.end_year < later.end_year

),

final as (

    select
        {{ surrogate_key([
            'paired.indicator_code', 'paired.region_code', 'paired.measure', 'paired.canonical_unit', 'paired.from_year', 'paired.to_year',
        ]) }} as year_comparison_key,
        paired.indicator_code,
        indicators.name_zh as indicator,
        paired.region_code,
        regions.name as region,
        paired.measure,
        paired.canonical_unit,
        cast(paired.from_year as integer) as from_year,
        cast(paired.to_year as integer) as to_year,
        paired.from_value,
        paired.from_bound,
        paired.to_value,
        paired.to_bound,
        cast(case when not paired.in_points and paired.measure <> 'rank' then paired.change end as decimal(28, 10))
            as absolute_change,
        cast(
            case
                when not paired.in_points and paired.measure <> 'rank' and paired.from_value <> 0
                    then 100 * cast(paired.change as double) / abs(cast(paired.from_value as double))
            end as decimal(18, 4)
        ) as relative_change,
        cast(case when paired.in_points then paired.change end as decimal(18, 4)) as point_change,
        cast(case when paired.measure = 'rank' then paired.change end as integer) as rank_change,
        paired.from_observation_id,
        earlier_text.sentence as from_sentence,
        paired.to_observation_id,
        later_text.sentence as to_sentence
    from paired
    inner join indicators on paired.indicator_code = indicators.indicator_code
    inner join regions on paired.region_code = regions.region_code
    inner join observations as earlier_text on paired.from_observation_id = earlier_text.observation_id
    inner join observations as later_text on paired.to_observation_id = later_text.observation_id

)

select * from final
