with

vintages as (

    select * from {{ ref('fct_indicator_vintage') }}

),

periods as (

    select * from {{ ref('dim_period') }}
    where period_kind in ('year', 'years')

),

dated as (

    select
        vintages.* replace ({{ exact('vintages.value') }} as value),
        periods.period_kind,
        periods.end_year
    from vintages
    inner join periods on vintages.period = periods.period
    where vintages.measure in ('level', 'growth')

),

-- A target for a year further ahead than the next, or for the end of a span; the last report that sets it counts.
targets as (

    select * from dated
    where status = 'target' and (end_year > report_year or period_kind = 'years')
    qualify row_number() over (
        partition by series_key, period
        order by vintage_number desc
    ) = 1

),

-- Where it stands: the latest year known before the target's own.
standing as (

    select
        targets.vintage_key,
        actuals.end_year,
        actuals.value,
        actuals.observation_id
    from targets
    inner join dated as actuals
        on
            targets.series_key = actuals.series_key
            and actuals.status = 'actual'
            and actuals.period_kind = 'year'
            and actuals.is_latest
            and targets.end_year > actuals.end_year
    qualify row_number() over (partition by targets.vintage_key order by actuals.end_year desc) = 1

),

-- What is aimed at for the year at hand: the report's own.
yearly as (

    select * from vintages
    where status = 'target' and is_latest and year is not null

),

final as (

    select
        {{ surrogate_key([
            'targets.indicator_code', 'targets.region_code', 'targets.period', 'targets.measure', 'targets.canonical_unit',
        ]) }} as plan_pace_key,
        targets.series_key,
        targets.indicator_code,
        targets.region_code,
        targets.period,
        targets.measure,
        cast(targets.end_year as integer) as target_year,
        targets.canonical_unit,
        cast(targets.value as double) as target_value,
        cast(targets.value_max as double) as target_value_max,
        targets.bound as target_bound,
        targets.binding,
        cast(standing.end_year as integer) as from_year,
        cast(standing.value as double) as from_value,
        cast(targets.end_year - standing.end_year as integer) as years_left,
        -- A growth that is aimed at on average needs no pace.
        case
            when targets.measure = 'level'
                then cast(
                    try_cast(
                        (targets.value - standing.value) / (targets.end_year - standing.end_year) as decimal(28, 10)
                    ) as double
                )
        end as needed_per_year,
        -- Rates move in points; a growth of a percentage misleads.
        {{ four_digits(
            "case when targets.measure = 'level' and targets.canonical_unit <> '%' and standing.value > 0 and targets.value > 0
                then 100 * (
                    power(
                        cast(targets.value as double) / cast(standing.value as double),
                        1.0 / (targets.end_year - standing.end_year)
                    ) - 1
                ) end"
        ) }} as needed_growth,
        targets.report_year as year_at_hand,
        yearly.value as year_target_value,
        yearly.value_max as year_target_value_max,
        yearly.bound as year_target_bound,
        yearly.observation_id as year_target_observation_id,
        targets.report_id as target_report_id,
        targets.observation_id as target_observation_id,
        standing.observation_id as from_observation_id
    from targets
    left join standing on targets.vintage_key = standing.vintage_key
    left join yearly on targets.series_key = yearly.series_key and targets.report_year = yearly.year

)

select * from final
