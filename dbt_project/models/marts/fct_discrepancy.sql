with

-- Read several times: kept whole it would be the widest table of the warehouse, in memory.
observations as not materialized (

    select * from {{ ref('fct_observation') }}
    where region_code <> 'unknown'

),

vintages as (

    select * from {{ ref('fct_indicator_vintage') }}

),

implied as (

    select * from {{ ref('fct_implied_value') }}

),

periods as (

    select * from {{ ref('dim_period') }}
    where kind = 'year'

),

units as (

    select * from {{ ref('dim_unit') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

-- How far a figure may lie from the true one because of its rounding: half of its last digit, in the canonical unit.
measured as (

    select
        observation_id,
        report_id,
        indicator_code,
        region_code,
        period,
        measure,
        status,
        canonical_unit,
        canonical_value,
        bound,
        comparison_base,
        indicator_written,
        case
            when value_written = 0 then 0
            else
                0.5
                * power(10, -length(regexp_extract(written, '^[\d,]*\.?(\d*)', 1)))
                * abs(cast(canonical_value as double) / cast(value_written as double))
        end as rounding
    from observations
    where canonical_value is not null

),

figures as (

    select
        vintages.observation_id,
        vintages.report_id,
        vintages.report_year,
        vintages.indicator_code,
        vintages.region_code,
        vintages.period,
        vintages.measure,
        vintages.status,
        vintages.canonical_unit,
        vintages.value,
        vintages.bound,
        vintages.is_latest,
        measured.rounding,
        periods.end_year
    from vintages
    inner join measured on vintages.observation_id = measured.observation_id
    left join periods on vintages.period = periods.period

),

within_report as (

    select
        'within_report' as kind,
        figures.indicator_code,
        figures.region_code,
        figures.period,
        figures.measure,
        figures.status,
        figures.canonical_unit,
        cast(figures.value as double) as first_value,
        cast(again.canonical_value as double) as second_value,
        figures.observation_id as first_observation_id,
        again.observation_id as second_observation_id
    from figures
    inner join measured as again
        on
            figures.report_id = again.report_id
            and figures.indicator_code = again.indicator_code
            and figures.region_code = again.region_code
            and figures.period = again.period
            and figures.measure = again.measure
            and figures.status = again.status
            and figures.canonical_unit = again.canonical_unit
            and figures.observation_id <> again.observation_id
    inner join measured as chosen on figures.observation_id = chosen.observation_id
    where
        figures.bound = 'exact'
        and again.bound = 'exact'
        and coalesce(chosen.comparison_base, '') = coalesce(again.comparison_base, '')
        and abs(cast(figures.value as double) - cast(again.canonical_value as double))
        > 1.01 * (figures.rounding + again.rounding)

),

between_reports as (

    select
        'revision' as kind,
        later.indicator_code,
        later.region_code,
        later.period,
        later.measure,
        later.status,
        later.canonical_unit,
        cast(earlier.value as double) as first_value,
        cast(later.value as double) as second_value,
        earlier.observation_id as first_observation_id,
        later.observation_id as second_observation_id
    from figures as later
    inner join figures as earlier
        on
            later.indicator_code = earlier.indicator_code
            and later.region_code = earlier.region_code
            and later.period = earlier.period
            and later.measure = earlier.measure
            and later.status = earlier.status
            and later.canonical_unit = earlier.canonical_unit
            and later.report_year > earlier.report_year
    where
        later.bound = 'exact'
        and earlier.bound = 'exact'
        and abs(cast(later.value as double) - cast(earlier.value as double))
        > 1.01 * (later.rounding + earlier.rounding)
    qualify row_number() over (partition by later.observation_id order by earlier.report_year desc) = 1

),

against_implied as (

    select
        'implied' as kind,
        stated.indicator_code,
        stated.region_code,
        stated.period,
        stated.measure,
        stated.status,
        stated.canonical_unit,
        cast(stated.value as double) as first_value,
        cast(implied.value as double) as second_value,
        stated.observation_id as first_observation_id,
        implied.gap_observation_id as second_observation_id
    from figures as stated
    inner join implied
        on
            stated.indicator_code = implied.indicator_code
            and stated.region_code = implied.region_code
            and stated.period = implied.period
            and stated.measure = implied.measure
            and stated.status = implied.status
            and stated.canonical_unit = implied.canonical_unit
    inner join measured as figure on implied.figure_observation_id = figure.observation_id
    inner join measured as gap on implied.gap_observation_id = gap.observation_id
    where
        stated.bound = 'exact'
        and implied.bound = 'exact'
        and abs(cast(stated.value as double) - cast(implied.value as double))
        > 1.01 * (stated.rounding + figure.rounding + gap.rounding)

),

-- Levels in money are of current prices and their growth of constant ones, so only quantities are held to each other.
chained as (

    select
        'growth_against_levels' as kind,
        growth.indicator_code,
        growth.region_code,
        growth.period,
        growth.measure,
        growth.status,
        growth.canonical_unit,
        cast(growth.value as double) as first_value,
        100 * (cast(later.value as double) / cast(earlier.value as double) - 1) as second_value,
        growth.observation_id as first_observation_id,
        later.observation_id as second_observation_id,
        100 * (later.rounding + earlier.rounding * cast(later.value as double) / cast(earlier.value as double))
        / cast(earlier.value as double) + growth.rounding as allowed
    from figures as growth
    inner join figures as later
        on
            growth.indicator_code = later.indicator_code
            and growth.region_code = later.region_code
            and growth.end_year = later.end_year
            and growth.report_id = later.report_id
            and later.measure = 'level'
    inner join figures as earlier
        on
            later.indicator_code = earlier.indicator_code
            and later.region_code = earlier.region_code
            and later.canonical_unit = earlier.canonical_unit
            and later.end_year = earlier.end_year + 1
            and earlier.measure = 'level'
            and earlier.is_latest
    inner join units on later.canonical_unit = units.unit
    where
        growth.measure = 'growth'
        and growth.canonical_unit = '%'
        and growth.status = 'actual'
        and later.status = 'actual'
        and earlier.status = 'actual'
        and growth.bound = 'exact'
        and later.bound = 'exact'
        and earlier.bound = 'exact'
        and earlier.value > 0
        and units.dimension not like 'money%'
        and units.dimension not in ('ratio', 'percentage_point')

),

growth_against_levels as (

    select * exclude (allowed) from chained
    where abs(first_value - second_value) > 1.01 * allowed

),

-- A figure ten times its neighbours in time is rather a slip of the scan than a leap.
magnitude as (

    select
        'magnitude' as kind,
        figure.indicator_code,
        figure.region_code,
        figure.period,
        figure.measure,
        figure.status,
        figure.canonical_unit,
        cast(neighbour.value as double) as first_value,
        cast(figure.value as double) as second_value,
        neighbour.observation_id as first_observation_id,
        figure.observation_id as second_observation_id
    from figures as figure
    inner join figures as neighbour
        on
            figure.indicator_code = neighbour.indicator_code
            and figure.region_code = neighbour.region_code
            and figure.canonical_unit = neighbour.canonical_unit
            and figure.end_year between neighbour.end_year - 2 and neighbour.end_year + 2
            and figure.end_year <> neighbour.end_year
    where
        figure.measure = 'level'
        and neighbour.measure = 'level'
        and figure.is_latest
        and neighbour.is_latest
        and figure.value > 0
        and neighbour.value > 0
        and not cast(figure.value as double) / cast(neighbour.value as double) between 0.125 and 8
    qualify
        row_number() over (
            partition by figure.observation_id
            order by abs(figure.end_year - neighbour.end_year), neighbour.end_year, neighbour.observation_id
        ) = 1

),

-- More people of one kind than live in the whole place: a slip of the scan, or a misread unit.
population as (

    select
        'more_than_the_population' as kind,
        measured.indicator_code,
        measured.region_code,
        measured.period,
        measured.measure,
        measured.status,
        '人' as canonical_unit,
        cast(regions.census_residents as double) as first_value,
        -- Persons: units of people, and numbers alone, have ten thousands as their canonical unit.
        10000 * cast(measured.canonical_value as double) * cast(units.to_canonical as double) as second_value,
        cast(null as varchar) as first_observation_id,
        measured.observation_id as second_observation_id
    from measured
    inner join regions on measured.region_code = regions.region_code
    inner join units on measured.canonical_unit = units.unit
    where
        measured.measure = 'level'
        and (
            units.dimension = 'people'
            or (
                units.dimension = 'number'
                and regexp_matches(measured.indicator_written, '农民工|人口|人员|群众|居民|劳动力|从业者|学生|老人|青年')
            )
        )

),

beyond_population as (

    select * from population
    -- People come and go within a year, so only what is well beyond the residents is told.
    where second_value > 1.2 * first_value

),

in_lists as (

    select
        observation_id,
        indicator_code,
        region_code,
        period,
        measure,
        status,
        canonical_unit,
        value_written,
        sentence_id,
        row_number() over in_text as place,
        count(*) over (partition by sentence_id) as places
    from observations
    where flags like '%list_misaligned%' and value_written is not null
    window in_text as (partition by sentence_id order by span_start, observation_id)

),

misaligned as (

    select
        'list_misaligned' as kind,
        firsts.indicator_code,
        firsts.region_code,
        firsts.period,
        firsts.measure,
        firsts.status,
        firsts.canonical_unit,
        cast(firsts.value_written as double) as first_value,
        cast(lasts.value_written as double) as second_value,
        firsts.observation_id as first_observation_id,
        lasts.observation_id as second_observation_id
    from in_lists as firsts
    inner join in_lists as lasts on firsts.sentence_id = lasts.sentence_id
    where firsts.place = 1 and lasts.place = lasts.places and lasts.place > 1

),

found as (

    select * from within_report
    union all
    select * from between_reports
    union all
    select * from against_implied
    union all
    select * from growth_against_levels
    union all
    select * from magnitude
    union all
    select * from beyond_population
    union all
    select * from misaligned

),

final as (

    select
        {{ surrogate_key(['found.kind', 'found.first_observation_id', 'found.second_observation_id']) }}
            as discrepancy_key,
        found.kind,
        found.indicator_code,
        found.region_code,
        found.period,
        found.measure,
        found.status,
        found.canonical_unit,
        found.first_value,
        found.second_value,
        found.second_value - found.first_value as difference,
        found.first_observation_id,
        found.second_observation_id
    from found

)

select * from final
