{{ config(materialized='view') }}

with

discrepancies as (

    select * from {{ ref('fct_discrepancy') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

-- One for each use: DuckDB keeps in memory what a view uses twice, and so each sentence once for each figure in it.
second_text as (

    select * from {{ ref('fct_observation') }}

),

first_text as (

    select * from {{ ref('fct_observation') }}

),

final as (

    select
        discrepancies.discrepancy_key,
        discrepancies.discrepancy_kind,
        discrepancies.series_key,
        discrepancies.indicator_code,
        indicators.name_zh as indicator,
        indicators.headline_place,
        second_text.indicator_written,
        discrepancies.region_code,
        regions.name as region,
        discrepancies.period,
        discrepancies.measure,
        discrepancies.status,
        discrepancies.canonical_unit,
        discrepancies.first_value,
        discrepancies.second_value,
        discrepancies.difference,
        first_text.report_id as first_report_id,
        discrepancies.first_observation_id,
        first_text.sentence as first_sentence,
        second_text.report_id as second_report_id,
        discrepancies.second_observation_id,
        second_text.sentence as second_sentence
    from discrepancies
    inner join indicators on discrepancies.indicator_code = indicators.indicator_code
    inner join regions on discrepancies.region_code = regions.region_code
    inner join second_text on discrepancies.second_observation_id = second_text.observation_id
    left join first_text on discrepancies.first_observation_id = first_text.observation_id

)

select * from final
-- What costs most if it is wrong stands first.
order by headline_place nulls last, indicator, region_code, period, discrepancy_key
