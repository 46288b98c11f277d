{{ config(materialized='view') }}

with

paces as (

    select * from {{ ref('fct_plan_pace') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

-- One for each use: DuckDB keeps in memory what a view uses twice, and so each sentence once for each figure in it.
target_text as (

    select * from {{ ref('fct_observation') }}

),

from_text as (

    select * from {{ ref('fct_observation') }}

),

final as (

    select
        paces.plan_pace_key,
        paces.series_key,
        paces.indicator_code,
        indicators.name_zh as indicator,
        paces.region_code,
        regions.name as region,
        paces.period,
        paces.measure,
        paces.target_year,
        paces.canonical_unit,
        paces.target_value,
        paces.target_value_max,
        paces.target_bound,
        paces.binding,
        paces.from_year,
        paces.from_value,
        paces.years_left,
        paces.needed_per_year,
        paces.needed_growth,
        paces.year_at_hand,
        paces.year_target_value,
        paces.year_target_value_max,
        paces.year_target_bound,
        paces.year_target_observation_id,
        paces.target_report_id,
        paces.target_observation_id,
        target_text.sentence as target_sentence,
        paces.from_observation_id,
        from_text.sentence as from_sentence
    from paces
    inner join indicators on paces.indicator_code = indicators.indicator_code
    inner join regions on paces.region_code = regions.region_code
    inner join target_text on paces.target_observation_id = target_text.observation_id
    left join from_text on paces.from_observation_id = from_text.observation_id

)

select * from final
