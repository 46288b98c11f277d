with

source as (

    select * from {{ source('landing', 'sentences') }}

),

renamed as (

    select
        sentence_id,
        report_id,
        ordinal as sentence_number,
        start as span_start,
        "end" as span_end,
        section,
        heading_level,
        part,
        frame,
        frame_evidence,
        text as sentence
    from source

)

select * from renamed
