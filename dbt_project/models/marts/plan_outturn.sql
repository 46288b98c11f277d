{{ config(materialized='view') }}

with

plans as (

    select * from {{ ref('fct_plan_outturn') }}

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

outturn_text as (

    select * from {{ ref('fct_observation') }}

),

base_text as (

    select * from {{ ref('fct_observation') }}

),

final as (

    select
        plans.plan_outturn_key,
        plans.series_key,
        plans.indicator_code,
        indicators.name_zh as indicator,
        plans.region_code,
        regions.name as region,
        plans.year,
        plans.measure,
        plans.canonical_unit,
        plans.target_value,
        plans.target_value_max,
        plans.target_bound,
        -- The text of a gap would be taken for the target.
        case when not plans.target_is_implied then target_text.written end as target_written,
        plans.binding,
        plans.target_is_implied,
        plans.first_target_value,
        plans.target_was_changed,
        plans.outturn_value,
        plans.outturn_bound,
        plans.outturn_derived_from,
        case when plans.outturn_derived_from is null then outturn_text.written end as outturn_written,
        plans.gap,
        plans.result,
        plans.target_report_id,
        plans.target_observation_id,
        target_text.sentence as target_sentence,
        plans.outturn_report_id,
        plans.outturn_observation_id,
        plans.outturn_base_observation_id,
        outturn_text.sentence as outturn_sentence,
        base_text.sentence as outturn_base_sentence
    from plans
    inner join indicators on plans.indicator_code = indicators.indicator_code
    inner join regions on plans.region_code = regions.region_code
    inner join target_text on plans.target_observation_id = target_text.observation_id
    left join outturn_text on plans.outturn_observation_id = outturn_text.observation_id
    left join base_text on plans.outturn_base_observation_id = base_text.observation_id

)

select * from final
