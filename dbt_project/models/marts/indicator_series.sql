with

vintages as (

    select * from {{ ref('fct_indicator_vintage') }}
    where is_latest

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
        coalesce(actuals.indicator, targets.indicator) as indicator,
        coalesce(actuals.region_code, targets.region_code) as region_code,
        coalesce(actuals.region, targets.region) as region,
        coalesce(actuals.period, targets.period) as period,
        coalesce(actuals.measure, targets.measure) as measure,
        coalesce(actuals.canonical_unit, targets.canonical_unit) as canonical_unit,
        actuals.value as actual_value,
        actuals.bound as actual_bound,
        actuals.observation_id as actual_observation_id,
        targets.value as target_value,
        targets.bound as target_bound,
        targets.observation_id as target_observation_id
    from actuals
    full join targets on actuals.series_key = targets.series_key and actuals.period = targets.period

),

final as (

    select
        {{ surrogate_key(['indicator_code', 'region_code', 'period', 'measure', 'canonical_unit']) }}
            as indicator_series_key,
        *
    from joined

)

select * from final
