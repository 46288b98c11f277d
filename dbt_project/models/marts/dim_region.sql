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

final as (

    select * from registered
    union all
    select * from unregistered

)

select * from final
