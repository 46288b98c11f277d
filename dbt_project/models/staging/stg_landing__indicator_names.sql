with

source as (

    select * from {{ source('landing', 'indicator_names') }}

),

renamed as (

    select
        indicator as indicator_written,
        measure,
        unit as unit_written,
        nullif(region, '') as reporting_region,
        plain as indicator_name,
        concept,
        activity,
        scope,
        aspect,
        dimension,
        indicator_code as registered_code,
        found_by,
        is_bare
    from source

)

select * from renamed
