with

source as (

    select * from {{ source('landing', 'reports') }}

),

renamed as (

    select
        report_id,
        content_hash,
        file_name,
        title,
        issuing_body,
        region as region_name,
        report_year,
        kind,
        published_on,
        format,
        encoding,
        pages,
        characters,
        reader_version
    from source

)

select * from renamed
