with

regions as (

    select * from {{ ref('regions') }}

),

names as (

    select * from {{ ref('int_region_names') }}

),

populations as (

    select * from {{ ref('populations') }}

),

registered as (

    select
        regions.region_code,
        regions.name,
        regions.short_name,
        regions.level,
        nullif(regions.parent_code, '') as parent_code,
        populations.residents as census_residents,
        true as is_registered
    from regions
    left join populations on regions.region_code = populations.region_code

),

-- A place that reports and stands in no table of places, such as an economic zone.
unregistered as (

    select
        region_code,
        region_name as name,
        region_name as short_name,
        'area' as level,
        cast(null as varchar) as parent_code,
        cast(null as bigint) as census_residents,
        false as is_registered
    from names
    where not is_registered

),

-- Where what nothing places is kept: no table that compares holds it.
not_known as (

    select
        'unknown' as region_code,
        '(地区不明)' as name,
        cast(null as varchar) as short_name,
        'unknown' as level,
        cast(null as varchar) as parent_code,
        cast(null as bigint) as census_residents,
        false as is_registered

),

final as (

    select * from registered
    union all
    select * from unregistered
    union all
    select * from not_known

)

select * from final
