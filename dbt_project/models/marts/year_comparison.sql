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

-- Stated yearly growth, multiplied up within each run of years that has no gap.
growth as (

    select
        *,
        sum(log_growth) over (
            partition by indicator_code, region_code, run order by end_year rows unbounded preceding
        ) as log_total
    from (
        select
            indicator_code,
            region_code,
            end_year,
            ln(1 + cast(value as double) / 100) as log_growth,
            end_year - row_number() over (partition by indicator_code, region_code order by end_year) as run
        from yearly
        where measure = 'growth' and canonical_unit = '%' and value > -100
    ) as in_runs

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

with_growth as (

    select
        paired.*,
        case
            when paired.measure = 'level' and not paired.in_points
                then 100 * (exp(last_year.log_total - first_year.log_total + first_year.log_growth) - 1)
        end as stated_growth
    from paired
    left join growth as last_year
        on
            paired.indicator_code = last_year.indicator_code
            and paired.region_code = last_year.region_code
            and paired.to_year = last_year.end_year
    left join growth as first_year
        on
            last_year.indicator_code = first_year.indicator_code
            and last_year.region_code = first_year.region_code
            and last_year.run = first_year.run
            and first_year.end_year = paired.from_year + 1

),

final as (

    select
        {{ surrogate_key([
            'with_growth.indicator_code', 'with_growth.region_code', 'with_growth.measure',
            'with_growth.canonical_unit', 'with_growth.from_year', 'with_growth.to_year',
        ]) }} as year_comparison_key,
        with_growth.indicator_code,
        indicators.name_zh as indicator,
        with_growth.region_code,
        regions.name as region,
        with_growth.measure,
        with_growth.canonical_unit,
        cast(with_growth.from_year as integer) as from_year,
        cast(with_growth.to_year as integer) as to_year,
        with_growth.from_value,
        with_growth.from_bound,
        with_growth.to_value,
        with_growth.to_bound,
        cast(case when not with_growth.in_points and with_growth.measure <> 'rank' then with_growth.change end as decimal(28, 10))
            as absolute_change,
        cast(
            case
                when not with_growth.in_points and with_growth.measure <> 'rank' and with_growth.from_value <> 0
                    then 100 * cast(with_growth.change as double) / abs(cast(with_growth.from_value as double))
            end as decimal(18, 4)
        ) as relative_change,
        cast(case when with_growth.in_points then with_growth.change end as decimal(18, 4)) as point_change,
        cast(case when with_growth.measure = 'rank' then with_growth.change end as integer) as rank_change,
        cast(with_growth.stated_growth as decimal(18, 4)) as stated_growth,
        with_growth.from_observation_id,
        earlier_text.sentence as from_sentence,
        with_growth.to_observation_id,
        later_text.sentence as to_sentence
    from with_growth
    inner join indicators on with_growth.indicator_code = indicators.indicator_code
    inner join regions on with_growth.region_code = regions.region_code
    inner join observations as earlier_text on with_growth.from_observation_id = earlier_text.observation_id
    inner join observations as later_text on with_growth.to_observation_id = later_text.observation_id

)

select * from final
