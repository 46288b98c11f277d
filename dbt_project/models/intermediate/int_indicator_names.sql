with

observations as (

    select * from {{ ref('stg_landing__observations') }}

),

regions as (

    select * from {{ ref('regions') }}

),

reports as (

    select * from {{ ref('stg_landing__reports') }}

),

indicators as (

    select * from {{ ref('indicators') }}

),

aliases as (

    select * from {{ ref('indicator_aliases') }}

),

registered as (

    select
        name_zh as name,
        indicator_code
    from indicators
    union all
    select
        alias as name,
        indicator_code
    from aliases

),

known as (

    select
        {{ normalised_name('name') }} as name,
        min(indicator_code) as indicator_code
    from registered
    group by all
    -- A spelling that two indicators share tells nothing.
    having count(distinct indicator_code) = 1

),

written as (

    select distinct
        observations.indicator_written,
        observations.measure,
        reports.region_name as reporting_region
    from observations
    inner join reports on observations.report_id = reports.report_id
    where observations.indicator_written is not null

),

places as (

    select
        name as region_name,
        min(short_name) as short_name
    from regions
    group by all

),

bare as (

    select
        written.*,
        -- The report's own place adds nothing to a name; 地区生产总值增速 grown by 5 % is 地区生产总值.
        regexp_replace(
            {{ normalised_name(
                "case
                    when starts_with(indicator_written, reporting_region)
                        then substr(indicator_written, length(reporting_region) + 1)
                    when starts_with(indicator_written, short_name)
                        then substr(indicator_written, length(short_name) + 1)
                    else indicator_written
                end"
            ) }},
            case when measure = 'growth' then '(?:的?(?:同比)?(?:增速|增幅|涨幅|增长率|增长))$' else '^$' end,
            ''
        ) as name
    from written
    left join places on written.reporting_region = places.region_name

),

resolved as (

    select
        bare.indicator_written,
        bare.measure,
        bare.reporting_region,
        coalesce(nullif(bare.name, ''), bare.indicator_written) as indicator_name,
        coalesce(whole.indicator_code, known.indicator_code) as registered_code
    from bare
    left join registered as whole on bare.indicator_written = whole.name
    left join known on bare.name = known.name

),

keyed as (

    select
        indicator_written,
        measure,
        reporting_region,
        indicator_name,
        registered_code is not null as is_registered,
        coalesce(registered_code, 'u_' || left(md5(indicator_name), 12)) as indicator_code
    from resolved

)

select * from keyed
