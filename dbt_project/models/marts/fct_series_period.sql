with

vintages as (

    select * from {{ ref('fct_indicator_vintage') }}
    where is_latest

),

periods as (

    select * from {{ ref('dim_period') }}

),

actuals as (

    select * from vintages
    where status = 'actual'

),

targets as (

    select * from vintages
    where status = 'target'

),

joined as (

    select
        coalesce(actuals.series_key, targets.series_key) as series_key,
        coalesce(actuals.indicator_code, targets.indicator_code) as indicator_code,
        coalesce(actuals.region_code, targets.region_code) as region_code,
        coalesce(actuals.period, targets.period) as period,
        coalesce(actuals.measure, targets.measure) as measure,
        coalesce(actuals.canonical_unit, targets.canonical_unit) as canonical_unit,
        actuals.value as actual_value,
        actuals.value_max as actual_value_max,
        actuals.bound as actual_bound,
        actuals.is_estimate as actual_is_estimate,
        actuals.has_other_values as actual_has_other_values,
        actuals.report_year as actual_report_year,
        actuals.observation_id as actual_observation_id,
        targets.value as target_value,
        targets.value_max as target_value_max,
        targets.bound as target_bound,
        targets.binding as target_binding,
        targets.has_other_values as target_has_other_values,
        targets.report_year as target_report_year,
        targets.observation_id as target_observation_id
    from actuals
    full join targets on actuals.series_key = targets.series_key and actuals.period = targets.period

),

final as (

    select
        {{ surrogate_key(['indicator_code', 'region_code', 'joined.period', 'measure', 'canonical_unit']) }}
            as series_period_key,
        joined.series_key,
        joined.indicator_code,
        joined.region_code,
        joined.period,
        periods.period_kind,
        periods.start_year,
        periods.end_year,
        joined.* exclude (series_key, indicator_code, region_code, period)
    from joined
    left join periods on joined.period = periods.period

)

select * from final
