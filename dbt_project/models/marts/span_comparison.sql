{{ config(materialized='view') }}

with

series as (

    select * from {{ ref('fct_series_period') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

spans as (

    select * from series
    where period_kind = 'years'

),

years as (

    select * from series
    where period_kind = 'year'

),

paired as (

    select
        spans.series_key,
        spans.indicator_code,
        spans.region_code,
        spans.measure,
        spans.canonical_unit,
        spans.period as span,
        spans.end_year - spans.start_year + 1 as span_years,
        spans.actual_value as span_actual_value,
        spans.actual_bound as span_actual_bound,
        spans.actual_observation_id as span_actual_observation_id,
        spans.target_value as span_target_value,
        spans.target_value_max as span_target_value_max,
        spans.target_bound as span_target_bound,
        spans.target_observation_id as span_target_observation_id,
        years.end_year as year,
        years.actual_value as year_actual_value,
        years.actual_bound as year_actual_bound,
        years.actual_observation_id as year_actual_observation_id,
        years.target_value as year_target_value,
        years.target_value_max as year_target_value_max,
        years.target_bound as year_target_bound,
        years.target_observation_id as year_target_observation_id
    from spans
    inner join years
        on spans.series_key = years.series_key and years.end_year between spans.start_year and spans.end_year

),

-- What the years come to, where each of them is known: the average growth, or the sum of a flow.
whole as (

    select
        paired.*,
        indicators.name_zh as indicator,
        regions.name as region,
        count(paired.year_actual_value) over of_span as years_known,
        case
            when paired.measure = 'growth' and paired.canonical_unit = '%' and paired.year_actual_value > -100
                then ln(1 + paired.year_actual_value / 100)
        end as log_growth,
        case when paired.measure = 'level' and indicators.nature = 'flow' then paired.year_actual_value end as flow
    from paired
    inner join indicators on paired.indicator_code = indicators.indicator_code
    inner join regions on paired.region_code = regions.region_code
    window of_span as (partition by paired.series_key, paired.span)

),

final as (

    select
        series_key,
        indicator_code,
        indicator,
        region_code,
        region,
        measure,
        canonical_unit,
        span,
        cast(span_years as integer) as span_years,
        span_actual_value,
        span_actual_bound,
        span_actual_observation_id,
        span_target_value,
        span_target_value_max,
        span_target_bound,
        span_target_observation_id,
        year,
        year_actual_value,
        year_actual_bound,
        year_actual_observation_id,
        year_target_value,
        year_target_value_max,
        year_target_bound,
        year_target_observation_id,
        years_known,
        {{ four_digits(
            "case when years_known = span_years then 100 * (exp(avg(log_growth) over (partition by series_key, span)) - 1) end"
        ) }} as years_growth,
        {{ four_digits(
            "case when years_known = span_years then sum(flow) over (partition by series_key, span) end"
        ) }} as years_sum
    from whole

)

select * from final
