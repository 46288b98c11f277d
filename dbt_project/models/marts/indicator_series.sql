{{ config(materialized='view') }}

with

periods as (

    select * from {{ ref('fct_series_period') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

final as (

    select
        periods.series_period_key,
        periods.series_key,
        periods.indicator_code,
        indicators.name_zh as indicator,
        periods.region_code,
        regions.name as region,
        periods.* exclude (series_period_key, series_key, indicator_code, region_code)
    from periods
    inner join indicators on periods.indicator_code = indicators.indicator_code
    inner join regions on periods.region_code = regions.region_code

)

select * from final
