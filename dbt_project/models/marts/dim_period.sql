with

observed as (

    select distinct period from {{ ref('stg_landing__observations') }}

),

parsed as (

    select
        period,
        case
            when regexp_full_match(period, '\d{4}') then 'year'
            when regexp_full_match(period, '\d{4}-\d{4}') then 'years'
            when regexp_full_match(period, '\d{4}-H[12]') then 'half_year'
            when regexp_full_match(period, '\d{4}-Q[1-4]') then 'quarter'
            when regexp_full_match(period, '\d{4}-\d{2}') then 'month'
            when regexp_full_match(period, '\d{4}-\d{2}/\d{4}-\d{2}') then 'months'
        end as form,
        -- There is no year 0.
        nullif(try_cast(left(period, 4) as integer), 0) as first_year,
        try_cast(right(period, 1) as integer) as part
    from observed

),

-- try: a report may speak of month 23, and that is no date.
dated as (

    select
        period,
        form,
        case form
            when 'half_year' then try(make_date(first_year, 6 * part - 5, 1))
            when 'quarter' then try(make_date(first_year, 3 * part - 2, 1))
            when 'month' then try(make_date(first_year, try_cast(right(period, 2) as integer), 1))
            when 'months' then try(make_date(first_year, try_cast(substr(period, 6, 2) as integer), 1))
            else try(make_date(first_year, 1, 1))
        end as first_day,
        case form
            when 'year' then try(make_date(first_year, 12, 31))
            when 'years' then try(make_date(try_cast(right(period, 4) as integer), 12, 31))
            when 'half_year' then last_day(try(make_date(first_year, 6 * part, 1)))
            when 'quarter' then last_day(try(make_date(first_year, 3 * part, 1)))
            when 'month' then last_day(try(make_date(first_year, try_cast(right(period, 2) as integer), 1)))
            when 'months'
                then last_day(
                    try(make_date(try_cast(substr(period, 9, 4) as integer), try_cast(right(period, 2) as integer), 1))
                )
        end as last_day
    from parsed

),

-- A span that ends before it begins is none.
judged as (

    select
        period,
        case when first_day < last_day then form else 'undated' end as period_kind,
        case when first_day < last_day then first_day end as start_date,
        case when first_day < last_day then last_day end as end_date
    from dated

),

-- Each year between the first and the last that a year or a span of years names.
years as (

    select unnest(range(min(year(start_date)), max(year(end_date)) + 1)) as calendar_year
    from judged
    where period_kind in ('year', 'years')

),

filled as (

    select * from judged
    union all
    select
        lpad(cast(years.calendar_year as varchar), 4, '0') as period,
        'year' as period_kind,
        make_date(years.calendar_year, 1, 1) as start_date,
        make_date(years.calendar_year, 12, 31) as end_date
    from years
    left join judged on lpad(cast(years.calendar_year as varchar), 4, '0') = judged.period
    where judged.period is null

),

final as (

    select
        period,
        period_kind,
        start_date,
        end_date,
        cast(year(start_date) as integer) as start_year,
        cast(year(end_date) as integer) as end_year,
        cast(datediff('month', start_date, end_date) + 1 as integer) as months
    from filled

)

select * from final
