with

observations as (

    select
        *,
        coalesce(list_contains(string_split(flags, ','), 'estimated'), false) as is_estimate,
        -- What a second value of the same figure is held to: of another base it is another figure.
        bound = 'exact' and comparison_base is null as is_comparable
    from {{ ref('int_observations_converted') }}
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

indicators as (

    select * from {{ ref('dim_indicator') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

-- What the year before is called (上年, 去年).
year_before as (

    select '^(?:' || string_agg(regexp_escape(word), '|') || ')' as pattern
    from {{ ref('base_words') }}
    where base = 'year_before'

),

-- A report says some figures twice, rounded in its summary: the most precise stands for the report.
ranked as (

    select
        observations.observation_id,
        observations.report_id,
        observations.series_key,
        observations.indicator_code,
        observations.region_code,
        observations.period,
        observations.measure,
        observations.status,
        observations.canonical_unit,
        observations.canonical_value,
        observations.canonical_value_max,
        observations.rounding,
        observations.bound,
        observations.binding,
        reports.report_year,
        reports.report_kind,
        -- In the year of issue, in the order in which they come out: plans in January, a communiqué in spring.
        case reports.report_kind when 'communique' then 2 when 'half_year' then 3 else 1 end as place_in_year,
        observations.is_estimate,
        count(*) over same_figure as mentions,
        -- Two exact values that no true one would round to.
        coalesce(
            max(case when observations.is_comparable then {{ edge('observations', '-') }} end) over same_figure
            > min(case when observations.is_comparable then {{ edge('observations', '+') }} end) over same_figure,
            false
        ) as has_other_values,
        row_number() over (
            same_figure
            order by
                observations.is_estimate,
                -- 比上年增长 9.9% is the growth of a year; 与2000年相比 57.3% is not, and may not show it.
                observations.measure = 'growth'
                and coalesce(regexp_matches(observations.comparison_base, year_before.pattern), false) desc,
                observations.comparison_base is null desc,
                observations.bound = 'exact' desc,
                length(rtrim(cast(observations.value_written as varchar), '0')) desc,
                observations.confidence desc,
                observations.span_start,
                observations.observation_id
        ) as preference
    from observations
    cross join year_before
    inner join reports on observations.report_id = reports.report_id
    window
        same_figure as (
            partition by observations.series_key, observations.period, observations.status, observations.report_id
        )

),

reconciled as (

    select * from ranked
    where preference = 1

),

-- Values are exact decimals here, so that what a report revised is told exactly. What reports of one year give as an
-- estimate (预计) is superseded by what another of them gives as a figure.
dated as (

    select
        *,
        cast(row_number() over series as integer) as vintage_number,
        cast(lead(report_year) over series - 1 as integer) as superseded_after,
        lead(report_id) over series is null as is_latest,
        canonical_value - lag(canonical_value) over series as revision
    from reconciled
    window
        series as (
            partition by series_key, period, status
            order by report_year, is_estimate desc, place_in_year, report_id
        )

),

final as (

    select
        {{ surrogate_key([
            'dated.indicator_code', 'dated.region_code', 'dated.period', 'dated.measure', 'dated.status',
            'dated.canonical_unit', 'dated.report_id',
        ]) }} as vintage_key,
        dated.series_key,
        dated.indicator_code,
        indicators.name_zh as indicator,
        dated.region_code,
        regions.name as region,
        dated.period,
        {{ calendar_year('dated.period') }} as year,
        dated.measure,
        dated.status,
        dated.canonical_unit,
        dated.report_id,
        dated.report_year,
        dated.report_kind,
        dated.vintage_number,
        dated.superseded_after,
        dated.is_latest,
        cast(dated.canonical_value as double) as value,
        cast(dated.canonical_value_max as double) as value_max,
        dated.rounding,
        dated.bound,
        dated.binding,
        dated.is_estimate,
        cast(dated.revision as double) as revision,
        dated.mentions,
        dated.has_other_values,
        dated.observation_id
    from dated
    left join indicators on dated.indicator_code = indicators.indicator_code
    left join regions on dated.region_code = regions.region_code

)

select * from final
