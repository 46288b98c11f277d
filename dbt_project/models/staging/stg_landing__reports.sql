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
        region_evidence,
        report_year,
        year_evidence,
        kind as report_kind,
        kind_evidence as report_kind_evidence,
        published_on,
        meeting_on,
        format,
        encoding,
        undecodable_bytes,
        pages,
        characters,
        reader_version,
        source_url,
        twin_of,
        revisions,
        flags
    from source

)

select * from renamed
