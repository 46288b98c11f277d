with

observations as (

    select * from {{ ref('stg_landing__observations') }}

),

reports as (

    select * from {{ ref('stg_landing__reports') }}

),

names as (

    select * from {{ ref('int_indicator_names') }}

),

regions as (

    select * from {{ ref('int_region_names') }}

),

units as (

    select * from {{ ref('int_units') }}

),

indicators as (

    select * from {{ ref('indicators') }}

),

identified as (

    select
        observations.*,
        coalesce(names.indicator_code, 'unnamed') as indicator_code,
        coalesce(names.is_registered, false) as is_registered,
        regions.region_code,
        indicators.canonical_unit as indicator_unit
    from observations
    inner join reports on observations.report_id = reports.report_id
    left join names
        on
            observations.indicator_written = names.indicator_written
            and observations.measure = names.measure
            and reports.region_name = names.reporting_region
    left join regions on observations.region_name = regions.region_name
    left join indicators on names.indicator_code = indicators.indicator_code

),

-- Growth is compared in per cent and a gap between rates in percentage points, whatever the indicator's own unit is.
aimed as (

    select
        identified.*,
        units.dimension as dimension_written,
        units.to_canonical as written_to_canonical,
        case
            when identified.measure = 'rank' then '位'
            when identified.measure = 'growth' or units.dimension = 'percentage_point' then units.canonical_unit
            when identified.measure = 'difference' and units.dimension = 'ratio' then units.canonical_unit
            else coalesce(identified.indicator_unit, units.canonical_unit)
        end as canonical_unit
    from identified
    inner join units on identified.unit_written = units.unit

),

matched as (

    select
        aimed.*,
        case
            when aimed.measure = 'rank' then 'converted'
            when aimed.dimension_written = 'unknown' then 'unknown_unit'
            when aimed.dimension_written = targets.dimension then 'converted'
            when aimed.dimension_written = 'not_given' then 'assumed'
            -- 市场主体 46.2 万: the noun counted is the indicator itself.
            when aimed.dimension_written = 'number' and targets.dimension like 'count:%' then 'assumed'
            when aimed.dimension_written = 'number' and targets.dimension in ('people', 'households', 'vehicles', 'area')
                then 'assumed'
            else 'mixed_dimensions'
        end as unit_status,
        case
            when aimed.measure = 'rank' or aimed.dimension_written = 'not_given' then cast(1 as decimal(20, 11))
            when aimed.dimension_written = 'number'
                -- From ten thousands, through the scale word alone, to the indicator's unit.
                then cast(aimed.written_to_canonical * 10000 / scale_of.in_ones as decimal(20, 11))
            else cast(
                cast(aimed.written_to_canonical as decimal(22, 13))
                * cast(round(1 / cast(targets.to_canonical as double), 6) as decimal(16, 6))
                as decimal(20, 11)
            )
        end as conversion
    from aimed
    left join units as targets on aimed.canonical_unit = targets.unit
    left join lateral (
        select
            case
                when aimed.canonical_unit like '万亿%' then 1e12
                when aimed.canonical_unit like '亿%' then 1e8
                when aimed.canonical_unit like '万%' then 1e4
                else 1
            end as in_ones
    ) as scale_of on true

),

converted as (

    select
        observation_id,
        report_id,
        sentence_id,
        indicator_code,
        is_registered,
        region_code,
        period,
        status,
        measure,
        bound,
        binding,
        comparison_base,
        indicator_written,
        written,
        unit_written,
        value_written,
        value_max_written,
        canonical_unit,
        unit_status,
        case
            when unit_status in ('converted', 'assumed')
                then cast(value_written * conversion as decimal(28, 10))
        end as canonical_value,
        case
            when unit_status in ('converted', 'assumed')
                then cast(value_max_written * conversion as decimal(28, 10))
        end as canonical_value_max,
        span_start,
        span_end,
        rule,
        confidence,
        flags
    from matched

)

select * from converted
