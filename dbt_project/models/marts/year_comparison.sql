{{ config(materialized='view') }}

with

pairs as (

    select * from {{ ref('fct_year_pair') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

-- One for each use: DuckDB keeps in memory what a view uses twice, and so each sentence once for each figure in it.
from_text as (

    select * from {{ ref('fct_observation') }}

),

to_text as (

    select * from {{ ref('fct_observation') }}

),

final as (

    select
        pairs.year_comparison_key,
        pairs.series_key,
        pairs.indicator_code,
        indicators.name_zh as indicator,
        pairs.region_code,
        regions.name as region,
        pairs.measure,
        pairs.canonical_unit,
        pairs.from_year,
        pairs.to_year,
        pairs.from_value,
        pairs.from_bound,
        pairs.to_value,
        pairs.to_bound,
        pairs.absolute_change,
        pairs.relative_change,
        pairs.point_change,
        pairs.rank_change,
        pairs.stated_growth,
        pairs.from_observation_id,
        from_text.sentence as from_sentence,
        pairs.to_observation_id,
        to_text.sentence as to_sentence
    from pairs
    inner join indicators on pairs.indicator_code = indicators.indicator_code
    inner join regions on pairs.region_code = regions.region_code
    inner join from_text on pairs.from_observation_id = from_text.observation_id
    inner join to_text on pairs.to_observation_id = to_text.observation_id

)

select * from final
