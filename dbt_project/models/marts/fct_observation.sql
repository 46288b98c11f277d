{{ config(materialized='view') }}

with

observations as (

    select * from {{ ref('int_observations_converted') }}

),

sentences as (

    select * from {{ ref('stg_landing__sentences') }}

),

final as (

    select
        observations.observation_id,
        observations.report_id,
        observations.indicator_code,
        observations.region_code,
        observations.period,
        observations.status,
        observations.measure,
        observations.canonical_value,
        observations.canonical_value_max,
        observations.canonical_unit,
        observations.bound,
        observations.binding,
        observations.comparison_base,
        observations.indicator_written,
        observations.written,
        observations.value_written,
        observations.value_max_written,
        observations.unit_written,
        observations.unit_status,
        sentences.section,
        sentences.part,
        sentences.frame,
        sentences.frame_evidence,
        sentences.sentence_id,
        sentences.sentence,
        observations.span_start,
        observations.span_end,
        observations.attribution,
        observations.confidence,
        observations.flags
    from observations
    inner join sentences on observations.sentence_id = sentences.sentence_id

)

select * from final
