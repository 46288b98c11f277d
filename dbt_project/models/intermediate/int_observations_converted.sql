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

identified as not materialized (

    select
        observations.*,
        coalesce(names.indicator_code, 'unnamed') as indicator_code,
        coalesce(names.is_registered, false) as is_registered,
        -- A place that nothing tells, or that no table knows, is not known.
        coalesce(regions.region_code, 'unknown') as region_code,
        indicators.canonical_unit as indicator_unit,
        indicators.canonical_unit || '/' || nullif(indicators.per, '') as indicator_unit_per
    from observations
    inner join reports on observations.report_id = reports.report_id
    left join names
        on
            observations.indicator_written = names.indicator_written
            and observations.measure = names.measure
            and observations.unit_written = names.unit_written
            and nullif(reports.region_name, '') is not distinct from names.reporting_region
    left join regions on observations.region_name = regions.region_name
    left join indicators on names.indicator_code = indicators.indicator_code

),

-- 人均 174 元 as 0.00000174 亿元, 11 年 as 4,018 天: an indicator that no table gives a unit keeps the one it is written in,
-- where none of its figures reads well in the dimension's own.
kept_units as (

    select
        identified.indicator_code,
        units.dimension,
        mode(identified.unit_written order by identified.unit_written) as unit
    from identified
    inner join units on identified.unit_written = units.unit
    where
        identified.indicator_unit is null
        and identified.indicator_code <> 'unnamed'
        and identified.measure in ('level', 'difference')
        and units.dimension not in ('unknown', 'not_given', 'number', 'ratio', 'percentage_point')
    group by identified.indicator_code, units.dimension
    having
        units.dimension = 'time'
        or max(abs(cast(identified.value_written as double) * units.to_canonical)) < 0.01
        or min(abs(cast(identified.value_written as double) * units.to_canonical)) >= 1e6

),

-- Growth is compared in per cent and a gap between rates in percentage points, whatever the indicator's own unit is.
aimed as (

    select
        identified.*,
        case
            when identified.measure = 'rank' then '位'
            when identified.measure = 'growth' or units.dimension = 'percentage_point' then units.canonical_unit
            when identified.measure = 'difference' and units.dimension = 'ratio' then units.canonical_unit
            else coalesce(identified.indicator_unit, kept_units.unit, units.canonical_unit)
        end as canonical_unit
    from identified
    inner join units on identified.unit_written = units.unit
    left join kept_units
        on identified.indicator_code = kept_units.indicator_code and units.dimension = kept_units.dimension

),

pairs as (

    select distinct
        unit_written,
        canonical_unit,
        -- 元 per 人 is what an indicator in 元 means that is per head by its definition.
        case when canonical_unit = indicator_unit then indicator_unit_per end as unit_per
    from aimed

),

compared as (

    select
        pairs.*,
        case
            when units.dimension = 'unknown' then 'unknown_unit'
            when units.dimension in (targets.dimension, targets_per.dimension) then 'converted'
            when units.dimension = 'not_given' then 'assumed'
            -- 市场主体 46.2 万: the noun counted is the indicator itself.
            when
                units.dimension = 'number'
                and (targets.dimension like 'count:%' or targets.dimension in ('people', 'households', 'vehicles', 'area'))
                and targets.dimension not like '% per %'
                then 'assumed'
            -- 6 万亿: the yuan is left out.
            when units.dimension = 'number' and units.multiplier >= 1e8 and targets.dimension like 'money%' then 'assumed'
            -- One report counts 家 where another counts 个, and of firms 户.
            when
                units.dimension like 'count:%' and targets.dimension like 'count:%'
                and concat(units.dimension, targets.dimension) not like '% per %'
                then 'assumed'
            when
                (units.dimension = 'households' and targets.dimension = 'count:家')
                or (units.dimension = 'count:家' and targets.dimension = 'households')
                then 'assumed'
            else 'mixed_dimensions'
        end as unit_status,
        case
            when units.dimension = targets.dimension then units.to_canonical / targets.to_canonical
            when units.dimension = targets_per.dimension then units.to_canonical / targets_per.to_canonical
            when units.dimension = 'not_given' then 1
            -- From ones, through the scale word alone, to the indicator's unit.
            else units.multiplier / targets.multiplier
        end as factor
    from pairs
    inner join units on pairs.unit_written = units.unit
    left join units as targets on pairs.canonical_unit = targets.unit
    left join units as targets_per on pairs.unit_per = targets_per.unit

),

-- A product of decimals keeps the digits of both, 38 in all: as many before the point as the factor needs.
conversions as (

    select
        * exclude (factor),
        {{ significant('factor') }} as factor,
        case when factor >= 1 then try_cast(printf('%.13e', factor) as decimal(38, 8)) end as factor_above_one,
        case when factor < 1 then try_cast(printf('%.13e', factor) as decimal(38, 14)) end as factor_below_one
    from compared

),

-- try: a product that is too large is none, and ends nothing.
multiplied as (

    select
        aimed.*,
        case when aimed.measure = 'rank' then 'converted' else conversions.unit_status end as unit_status_in_range,
        case when aimed.measure = 'rank' then 1 else conversions.factor end as factor,
        case
            when aimed.measure = 'rank' then try_cast(aimed.value_written as decimal(28, 10))
            else coalesce(
                try(cast(aimed.value_written * conversions.factor_above_one as decimal(28, 10))),
                try(cast(aimed.value_written * conversions.factor_below_one as decimal(28, 10)))
            )
        end as product,
        case
            when aimed.measure = 'rank' then try_cast(aimed.value_max_written as decimal(28, 10))
            else coalesce(
                try(cast(aimed.value_max_written * conversions.factor_above_one as decimal(28, 10))),
                try(cast(aimed.value_max_written * conversions.factor_below_one as decimal(28, 10)))
            )
        end as product_max
    from aimed
    inner join conversions
        on
            aimed.unit_written = conversions.unit_written
            and aimed.canonical_unit = conversions.canonical_unit
            and case when aimed.canonical_unit = aimed.indicator_unit then aimed.indicator_unit_per end
            is not distinct from conversions.unit_per

),

held as (

    select
        *,
        {{ fits('value_written', 'factor', 'product', 'measure') }} as is_held,
        not has_max or {{ fits('value_max_written', 'factor', 'product_max', 'measure') }} as is_max_held
    from multiplied

),

judged as (

    select
        *,
        case
            when unit_status_in_range in ('converted', 'assumed') and not (is_held and is_max_held) then 'out_of_range'
            else unit_status_in_range
        end as unit_status
    from held

),

converted as (

    select
        observation_id,
        report_id,
        sentence_id,
        {{ series_key('indicator_code', 'region_code', 'measure', 'canonical_unit') }} as series_key,
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
        case when unit_status in ('converted', 'assumed') then product end as canonical_value,
        case when unit_status in ('converted', 'assumed') then product_max end as canonical_value_max,
        case
            when unit_status not in ('converted', 'assumed') then null
            when value_written = 0 then 0
            else
                0.5
                * power(10, -length(regexp_extract(written, '^[\d,]*\.?(\d*)', 1)))
                * abs(cast(product as double) / cast(value_written as double))
        end as rounding,
        span_start,
        span_end,
        attribution,
        confidence,
        flags,
        name_rule,
        completion_rule,
        place_rule,
        base_rule,
        unit_rule,
        measure_rule,
        bound_rule,
        status_rule,
        period_rule
    from judged

)

select * from converted
