with

growth as (

    select
        indicator_code,
        region_code,
        year,
        ln(1 + value / 100) as log_growth,
        -- The same number within each run of years that has no gap.
        year - row_number() over (partition by series_key order by year) as run
    from {{ ref('fct_indicator_vintage') }}
    where
        is_latest
        and status = 'actual'
        and measure = 'growth'
        and canonical_unit = '%'
        and year is not null
        -- What fell by all of itself has no next value to grow from.
        and value > -100

),

chained as (

    select
        *,
        sum(log_growth) over (
            partition by indicator_code, region_code, run order by year rows unbounded preceding
        ) as log_total
    from growth

)

select * from chained
