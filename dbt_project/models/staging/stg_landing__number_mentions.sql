with

source as (

    select * from {{ source('landing', 'number_mentions') }}

),

renamed as (

    select
        mention_id,
        report_id,
        sentence_id,
        observation_id,
        start as span_start,
        "end" as span_end,
        number,
        disposition,
        disposition_rule
    from source

)

select * from renamed
