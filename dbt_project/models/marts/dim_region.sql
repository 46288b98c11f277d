with

regions as (

    select * from {{ ref('regions') }}

),

names as (

    select * from {{ ref('int_region_names') }}

),

registered as (

    select
        region_code,
        name,
        short_name,
        level,
        nullif(parent_code, '') as parent_code,
        true as is_registered
    from regions

),

unregistered as (

    select
        region_code,
        region_name as name,
        region_name as short_name,
        'area' as level,
        cast(null as varchar) as parent_code,
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
