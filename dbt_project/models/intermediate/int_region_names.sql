with

regions as (

    select * from {{ ref('regions') }}

),

reports as (

    select * from {{ ref('stg_landing__reports') }}

),

observations as (

    select * from {{ ref('stg_landing__observations') }}

),

spelled as (

    select name as region_name, region_code, level, 1 as preference from regions
    union all
    select short_name as region_name, region_code, level, 2 as preference from regions
    where short_name <> ''
    union all
    -- 北京市朝阳区, where several places share the name.
    select
        parents.name || regions.name as region_name,
        regions.region_code,
        regions.level,
        3 as preference
    from regions
    inner join regions as parents on regions.parent_code = parents.region_code

),

-- 朝阳 is a city and several districts: the higher place has the name, of equals the first code.
known as (

    select
        region_name,
        region_code
    from spelled
    qualify row_number() over (
        partition by region_name
        order by preference, array_position(['country', 'province', 'city', 'area', 'county'], level), region_code
    ) = 1

),

written as (

    select region_name from observations
    union
    select region_name from reports

),

registered as (

    select
        written.region_name,
        true as is_registered,
        known.region_code
    from written
    inner join known on written.region_name = known.region_name

),

-- An economic zone may report and stand in no table of places. A name that only a sentence gives makes no place.
reporting as (

    select distinct
        reports.region_name,
        false as is_registered,
        'u_' || left(md5(reports.region_name), 12) as region_code
    from reports
    left join known on reports.region_name = known.region_name
    where known.region_code is null and trim(reports.region_name) <> ''

),

keyed as (

    select * from registered
    union all
    select * from reporting

)

select * from keyed
