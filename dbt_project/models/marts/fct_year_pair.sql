with

vintages as (

    select * from {{ ref('fct_indicator_vintage') }}
    where is_latest and status = 'actual'

),

periods as (

    select * from {{ ref('dim_period') }}
    where kind = 'year'

),

yearly as (

    select
        vintages.indicator_code,
        vintages.region_code,
        vintages.measure,
        vintages.canonical_unit,
        vintages.value,
        vintages.bound,
        vintages.observation_id,
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

-- All that a pair of years needs stands at each of its years, so that pairs are made by one join.
figures as (

    select
        yearly.*,
        own.run,
        own.log_total,
        following.run as following_run,
        following.log_total - following.log_growth as log_before_following
    from yearly
    left join growth as own
        on
            yearly.indicator_code = own.indicator_code
            and yearly.region_code = own.region_code
            and yearly.end_year = own.end_year
    left join growth as following
        on
            yearly.indicator_code = following.indicator_code
            and yearly.region_code = following.region_code
            and yearly.end_year = following.end_year - 1

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
        case
            when
                earlier.measure = 'level'
                and earlier.canonical_unit <> '%'
                and earlier.following_run = later.run
                then 100 * (exp(later.log_total - earlier.log_before_following) - 1)
        end as stated_growth,
        earlier.observation_id as from_observation_id,
        later.observation_id as to_observation_id
    from figures as earlier
    inner join figures as later
        on
            earlier.indicator_code = later.indicator_code
            and earlier.region_code = later.region_code
            and earlier.measure = later.measure
            and earlier.canonical_unit = later.canonical_unit
            and earlier.end_year < later.end_year

),

final as (

    select
        {{ surrogate_key(['indicator_code', 'region_code', 'measure', 'canonical_unit', 'from_year', 'to_year']) }}
            as year_comparison_key,
        indicator_code,
        region_code,
        measure,
        canonical_unit,
        cast(from_year as integer) as from_year,
        cast(to_year as integer) as to_year,
        from_value,
        from_bound,
        to_value,
        to_bound,
        cast(case when not in_points and measure <> 'rank' then change end as decimal(28, 10)) as absolute_change,
        -- What has no room, such as a trillion times more, is no growth but a slip.
        try_cast(
            case
                when not in_points and measure <> 'rank' and from_value <> 0
                    then 100 * cast(change as double) / abs(cast(from_value as double))
            end as decimal(18, 4)
        ) as relative_change,
        cast(case when in_points and measure <> 'rank' then change end as decimal(28, 10)) as point_change,
        cast(case when measure = 'rank' then change end as integer) as rank_change,
        try_cast(stated_growth as decimal(18, 4)) as stated_growth,
        from_observation_id,
        to_observation_id
    from paired

)

select * from final
