with

vintages as (

    select * from {{ ref('fct_indicator_vintage') }}

),

periods as (

    select * from {{ ref('dim_period') }}
    where kind = 'year'

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

implied as (

    select * from {{ ref('fct_implied_value') }}
    where kind = 'target'

),

yearly as (

    select
        vintages.*,
        periods.end_year
    from vintages
    inner join periods on vintages.period = periods.period

),

-- The target in force at the end: the last that a report set before the year was over; only where there is none, what
-- a later report says that it had been.
candidates as (

    select
        *,
        false as is_implied
    from yearly
    where status = 'target'
    union all by name
    -- 110 亿公斤, 超过年度目标 2 亿公斤: the target was 108, which stands where no report states it.
    select
        implied.indicator_code,
        implied.region_code,
        implied.period,
        implied.measure,
        implied.status,
        implied.canonical_unit,
        implied.report_id,
        implied.report_year,
        implied.value,
        implied.bound,
        implied.gap_observation_id as observation_id,
        periods.end_year,
        true as is_implied
    from implied
    inner join periods on implied.period = periods.period

),

targets as (

    select
        *,
        -- A target moved within the year was set more than once, at different values.
        count(distinct value) filter (where not is_implied and report_year <= end_year) over same_target as targets_set,
        first_value(value) over (same_target order by is_implied, report_year, report_kind, report_id) as first_value_set
    from candidates
    window same_target as (partition by indicator_code, region_code, period, measure, canonical_unit)
    qualify row_number() over (
        same_target
        order by is_implied, report_year <= end_year desc, report_year desc, report_kind, report_id
    ) = 1

),

outturns as (

    select * from yearly
    where status = 'actual' and report_year > end_year
    qualify row_number() over (
        partition by indicator_code, region_code, period, measure, canonical_unit
        order by report_year desc, report_kind, report_id
    ) = 1

),

paired as (

    select
        targets.indicator_code,
        targets.region_code,
        targets.end_year as year,
        targets.measure,
        targets.canonical_unit,
        targets.value as target_value,
        targets.value_max as target_value_max,
        targets.bound as target_bound,
        targets.binding,
        targets.is_implied as target_is_implied,
        targets.first_value_set as first_target_value,
        targets.targets_set > 1 as target_was_changed,
        outturns.value as outturn_value,
        outturns.bound as outturn_bound,
        outturns.value - targets.value as gap,
        targets.report_id as target_report_id,
        targets.observation_id as target_observation_id,
        outturns.report_id as outturn_report_id,
        outturns.observation_id as outturn_observation_id,
        case
            when targets.measure = 'growth' or targets.canonical_unit = '%'
                then cast({{ var('approx_points') }} as decimal(28, 10))
            else cast(abs(targets.value) * {{ var('approx_share') }} as decimal(28, 10))
        end as tolerance,
        case targets.bound
            when 'min' then 'higher'
            when 'max' then 'lower'
            else indicators.direction
        end as wanted
    from targets
    inner join indicators on targets.indicator_code = indicators.indicator_code
    left join outturns
        on
            targets.indicator_code = outturns.indicator_code
            and targets.region_code = outturns.region_code
            and targets.period = outturns.period
            and targets.measure = outturns.measure
            and targets.canonical_unit = outturns.canonical_unit

),

judged as (

    select
        *,
        case
            when outturn_value is null then 'no_outturn'
            when target_bound = 'range' and outturn_value between target_value and target_value_max then 'met'
            when wanted = 'higher' and gap >= 0 and outturn_bound <> 'max' then 'met'
            when wanted = 'lower' and gap <= 0 and outturn_bound <> 'min' then 'met'
            when wanted = 'neutral' and gap = 0 then 'met'
            -- 超过 70 against a target of 72 leaves it open.
            when wanted = 'higher' and gap < 0 and outturn_bound = 'min' then 'not_comparable'
            when wanted = 'lower' and gap > 0 and outturn_bound = 'max' then 'not_comparable'
            when
                (target_bound = 'approx' or outturn_bound = 'approx' or wanted = 'neutral')
                and abs(gap) <= tolerance
                then 'about'
            when wanted = 'higher' and outturn_bound = 'max' then 'not_comparable'
            when wanted = 'lower' and outturn_bound = 'min' then 'not_comparable'
            else 'missed'
        end as result
    from paired

),

final as (

    select
        {{ surrogate_key(['indicator_code', 'region_code', 'year', 'measure', 'canonical_unit']) }} as plan_outturn_key,
        indicator_code,
        region_code,
        cast(year as integer) as year,
        measure,
        canonical_unit,
        target_value,
        target_value_max,
        target_bound,
        binding,
        target_is_implied,
        first_target_value,
        target_was_changed,
        outturn_value,
        outturn_bound,
        cast(gap as decimal(28, 10)) as gap,
        result,
        target_report_id,
        target_observation_id,
        outturn_report_id,
        outturn_observation_id
    from judged

)

select * from final
