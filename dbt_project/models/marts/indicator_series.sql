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

final as (

    select
        {{ surrogate_key([
            'coalesce(actuals.indicator_code, targets.indicator_code)',
            'coalesce(actuals.region_code, targets.region_code)',
            'coalesce(actuals.period, targets.period)',
            'coalesce(actuals.measure, targets.measure)',
            'coalesce(actuals.canonical_unit, targets.canonical_unit)',
        ]) }} as series_key,
        coalesce(actuals.indicator_code, targets.indicator_code) as indicator_code,
        coalesce(actuals.region_code, targets.region_code) as region_code,
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
    full join targets
        on
            actuals.indicator_code = targets.indicator_code
            and actuals.region_code = targets.region_code
            and actuals.period = targets.period
            and actuals.measure = targets.measure
            and actuals.canonical_unit = targets.canonical_unit

)

select * from final
