with

vintages as (

    select
        * replace ({{ exact('value') }} as value, {{ exact('value_max') }} as value_max)
    from {{ ref('fct_indicator_vintage') }}
    where year is not null

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

implied as (

    select * from {{ ref('fct_implied_value') }}
    where implied_kind = 'target'

),

-- The target in force at the end: the last that a report set before the year was over; only where there is none, what
-- a later report says that it had been.
candidates as (

    select
        series_key,
        indicator_code,
        region_code,
        year,
        measure,
        canonical_unit,
        report_id,
        report_year,
        vintage_number,
        value,
        value_max,
        bound,
        binding,
        observation_id,
        false as is_implied
    from vintages
    where status = 'target'
    union all by name
    -- 110 亿公斤, 超过年度目标 2 亿公斤: the target was 108, which stands where no report states it.
    select
        series_key,
        indicator_code,
        region_code,
        {{ calendar_year('period') }} as year,
        measure,
        canonical_unit,
        report_id,
        report_year,
        {{ exact('value') }} as value,
        bound,
        gap_observation_id as observation_id,
        true as is_implied
    from implied
    where {{ calendar_year('period') }} is not null

),

targets as (

    select
        *,
        -- A target moved within the year was set more than once, at different values.
        count(distinct value) filter (where not is_implied and report_year <= year) over same_target as targets_set,
        first_value(value) over (same_target order by is_implied, report_year, vintage_number, report_id) as first_value_set
    from candidates
    window same_target as (partition by series_key, year)
    qualify row_number() over (
        same_target
        order by is_implied, report_year <= year desc, report_year desc, vintage_number desc, report_id
    ) = 1

),

outturns as (

    select * from vintages
    where status = 'actual' and report_year > year
    qualify row_number() over (partition by series_key, year order by vintage_number desc) = 1

),

-- Where no report states the outturn, it may follow from two other figures.
derived as (

    select * from {{ ref('int_plan_derived') }}

),

final as (

    select
        targets.series_key,
        targets.indicator_code,
        targets.region_code,
        targets.year,
        targets.measure,
        targets.canonical_unit,
        indicators.direction,
        targets.value as target_value,
        targets.value_max as target_value_max,
        targets.bound as target_bound,
        targets.binding,
        targets.is_implied as target_is_implied,
        targets.first_value_set as first_target_value,
        targets.targets_set > 1 as target_was_changed,
        coalesce(outturns.value, {{ exact('derived.value') }}) as outturn_value,
        coalesce(outturns.bound, if(derived.value is not null, 'approx', null)) as outturn_bound,
        if(outturns.value is null, derived.derived_from, null) as outturn_derived_from,
        targets.report_id as target_report_id,
        targets.observation_id as target_observation_id,
        coalesce(outturns.report_id, derived.report_id) as outturn_report_id,
        coalesce(outturns.observation_id, derived.observation_id) as outturn_observation_id,
        if(outturns.value is null, derived.base_observation_id, null) as outturn_base_observation_id
    from targets
    inner join indicators on targets.indicator_code = indicators.indicator_code
    left join outturns on targets.series_key = outturns.series_key and targets.year = outturns.year
    left join derived on targets.series_key = derived.series_key and targets.year = derived.year

)

select * from final
