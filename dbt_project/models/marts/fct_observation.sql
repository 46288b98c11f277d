{{ config(materialized='view') }}

with

observations as (

    select * from {{ ref('int_observations_converted') }}

),

sentences as (

    select * from {{ ref('stg_landing__sentences') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

final as (

    select
        observations.observation_id,
        observations.report_id,
        observations.series_key,
        observations.indicator_code,
        indicators.name_zh as indicator,
        observations.region_code,
        regions.name as region,
        observations.period,
        observations.status,
        observations.measure,
        cast(observations.canonical_value as double) as canonical_value,
        cast(observations.canonical_value_max as double) as canonical_value_max,
        observations.canonical_unit,
        observations.bound,
        observations.binding,
        observations.comparison_base,
        observations.indicator_written,
        observations.written,
        cast(observations.value_written as double) as value_written,
        cast(observations.value_max_written as double) as value_max_written,
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
        observations.flags,
        observations.name_rule,
        observations.completion_rule,
        observations.place_rule,
        observations.base_rule,
        observations.unit_rule,
        observations.measure_rule,
        observations.bound_rule,
        observations.status_rule,
        observations.period_rule
    from observations
    inner join sentences on observations.sentence_id = sentences.sentence_id
    left join indicators on observations.indicator_code = indicators.indicator_code
    left join regions on observations.region_code = regions.region_code

)

select * from final
