{{ config(materialized='view') }}

with

mentions as (

    select * from {{ ref('stg_landing__number_mentions') }}

),

sentences as (

    select * from {{ ref('stg_landing__sentences') }}

),

final as (

    select
        mentions.mention_id,
        mentions.report_id,
        mentions.observation_id,
        mentions.number,
        mentions.disposition,
        mentions.disposition_rule,
        mentions.span_start,
        mentions.span_end,
        sentences.sentence_id,
        sentences.sentence
    from mentions
    inner join sentences on mentions.sentence_id = sentences.sentence_id

)

select * from final
