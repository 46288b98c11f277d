with

observations as (

    select * from {{ ref('fct_observation') }}
    where
        canonical_value is not null
        and indicator_code <> 'unnamed'
        -- What is said of no known place is of no place, and two such figures are not of the same one.
        and region_code <> 'unknown'
        -- A gap to a benchmark is no value of the indicator.
        and measure <> 'difference'
        and {{ trusted('confidence') }}

),

reports as (

    select * from {{ ref('dim_report') }}

),

-- A report says some figures twice, rounded in its summary: the most precise stands for the report.
ranked as (

    select
        observations.observation_id,
        observations.report_id,
        observations.indicator_code,
        observations.region_code,
        observations.period,
        observations.measure,
        observations.status,
        observations.canonical_unit,
        observations.canonical_value,
        observations.canonical_value_max,
        observations.bound,
        observations.binding,
        reports.report_year,
        reports.kind as report_kind,
        count(*) over same_figure as mentions,
        row_number() over (
            same_figure
            order by
                observations.comparison_base is null desc,
                observations.bound = 'exact' desc,
                length(rtrim(cast(observations.value_written as varchar), '0')) desc,
                observations.confidence desc,
                observations.span_start,
                observations.observation_id
        ) as preference
    from observations
    inner join reports on observations.report_id = reports.report_id
    window
        same_figure as (
            partition by
                observations.indicator_code,
                observations.region_code,
                observations.period,
                observations.measure,
                observations.status,
                observations.canonical_unit,
                observations.report_id
        )

),

reconciled as (

    select * from ranked
    where preference = 1

),

final as (

    select
        {{ surrogate_key(['indicator_code', 'region_code', 'period', 'measure', 'status', 'canonical_unit', 'report_id']) }}
            as vintage_key,
        indicator_code,
        region_code,
        period,
        measure,
        status,
        canonical_unit,
        report_id,
        report_year,
        report_kind,
        cast(lead(report_year) over series - 1 as integer) as superseded_after,
        lead(report_id) over series is null as is_latest,
        canonical_value as value,
        canonical_value_max as value_max,
        bound,
        binding,
        cast(canonical_value - lag(canonical_value) over series as decimal(28, 10)) as revision,
        mentions,
        observation_id
    from reconciled
    window
        series as (
            partition by indicator_code, region_code, period, measure, status, canonical_unit
            order by report_year, report_kind, report_id
        )

)

select * from final
