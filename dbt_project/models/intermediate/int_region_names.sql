with

regions as (

    select * from {{ ref('regions') }}

),

observations as (

    select * from {{ ref('stg_landing__observations') }}

),

reports as (

    select * from {{ ref('stg_landing__reports') }}

),

spelled as (

    select name as region_name, region_code, level, 1 as preference from regions
    union all
    select short_name as region_name, region_code, level, 2 as preference from regions
    where short_name <> ''

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

keyed as (

    select
        written.region_name,
        known.region_code is not null as is_registered,
        coalesce(known.region_code, 'u_' || left(md5(written.region_name), 12)) as region_code
    from written
    left join known on written.region_name = known.region_name

)

select * from keyed
