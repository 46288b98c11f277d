with

yearly as (

    select
        series_key,
        indicator_code,
        region_code,
        measure,
        canonical_unit,
        year,
        value,
        bound,
        observation_id
    from {{ ref('fct_indicator_vintage') }}
    where is_latest and status = 'actual' and year is not null

),

growth as (

    select * from {{ ref('int_growth_chain') }}

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
            and yearly.year = own.year
    left join growth as following
        on
            yearly.indicator_code = following.indicator_code
            and yearly.region_code = following.region_code
            and yearly.year = following.year - 1

),

paired as (

    select
        earlier.series_key,
        earlier.indicator_code,
        earlier.region_code,
        earlier.measure,
        earlier.canonical_unit,
        earlier.year as from_year,
        later.year as to_year,
        earlier.value as from_value,
        earlier.bound as from_bound,
        later.value as to_value,
        later.bound as to_bound,
        {{ difference('later.value', 'earlier.value') }} as change,
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
    inner join figures as later on earlier.series_key = later.series_key and earlier.year < later.year

),

final as (

    select
        {{ surrogate_key(['indicator_code', 'region_code', 'measure', 'canonical_unit', 'from_year', 'to_year']) }}
            as year_comparison_key,
        series_key,
        indicator_code,
        region_code,
        measure,
        canonical_unit,
        from_year,
        to_year,
        from_value,
        from_bound,
        to_value,
        to_bound,
        case when not in_points and measure <> 'rank' then change end as absolute_change,
        {{ four_digits(
            "case when not in_points and measure <> 'rank' and from_value <> 0 then 100 * change / abs(from_value) end"
        ) }} as relative_change,
        case when in_points and measure <> 'rank' then change end as point_change,
        cast(case when measure = 'rank' then change end as integer) as rank_change,
        {{ four_digits('stated_growth') }} as stated_growth,
        from_observation_id,
        to_observation_id
    from paired

)

select * from final
