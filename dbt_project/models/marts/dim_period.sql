with

observed as (

    select distinct period from {{ ref('stg_landing__observations') }}

),

years as (

    select
        cast(unnest(range(min(cast(left(period, 4) as integer)), max(cast(right(period, 4) as integer)) + 1)) as varchar)
            as period
    from observed
    where regexp_matches(period, '^\d{4}(-\d{4})?$')

),

periods as (

    select period from observed
    union
    select period from years

),

parsed as (

    select
        period,
        case
            when regexp_matches(period, '^\d{4}$') then 'year'
            when regexp_matches(period, '^\d{4}-\d{4}$') then 'years'
            when regexp_matches(period, '^\d{4}-H[12]$') then 'half_year'
            when regexp_matches(period, '^\d{4}-Q[1-4]$') then 'quarter'
            when regexp_matches(period, '^\d{4}-\d{2}$') then 'month'
            else 'months'
        end as kind,
        cast(left(period, 4) as integer) as first_year,
        try_cast(right(period, 1) as integer) as part
    from periods

),

dated as (

    select
        period,
        kind,
        case kind
            when 'half_year' then make_date(first_year, 6 * part - 5, 1)
            when 'quarter' then make_date(first_year, 3 * part - 2, 1)
            when 'month' then make_date(first_year, cast(right(period, 2) as integer), 1)
            when 'months' then make_date(first_year, cast(substr(period, 6, 2) as integer), 1)
            else make_date(first_year, 1, 1)
        end as start_date,
        case kind
            when 'year' then make_date(first_year, 12, 31)
            when 'years' then make_date(cast(right(period, 4) as integer), 12, 31)
            when 'half_year' then last_day(make_date(first_year, 6 * part, 1))
            when 'quarter' then last_day(make_date(first_year, 3 * part, 1))
            when 'month' then last_day(make_date(first_year, cast(right(period, 2) as integer), 1))
            else last_day(make_date(cast(substr(period, 9, 4) as integer), cast(right(period, 2) as integer), 1))
        end as end_date
    from parsed

),

final as (

    select
        period,
        kind,
        start_date,
        end_date,
        cast(year(start_date) as integer) as start_year,
        cast(year(end_date) as integer) as end_year,
        cast(datediff('month', start_date, end_date) + 1 as integer) as months
    from dated

)

select * from final
