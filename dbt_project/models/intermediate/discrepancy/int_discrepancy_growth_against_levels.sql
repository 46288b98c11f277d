with

figures as (

    select vintages.*
    from {{ ref('fct_indicator_vintage') }} as vintages
    inner join {{ ref('dim_indicator') }} as indicators on vintages.indicator_code = indicators.indicator_code
    where
        vintages.bound = 'exact'
        and vintages.status = 'actual'
        and vintages.year is not null
        and indicators.is_registered

),

units as (

    select * from {{ ref('dim_unit') }}

),

growth as (

    select * from figures
    where measure = 'growth' and canonical_unit = '%'

),

-- Levels in money are of current prices and their growth of constant ones, so only quantities are held to each other.
levels as (

    select figures.*
    from figures
    inner join units on figures.canonical_unit = units.unit
    where
        figures.measure = 'level'
        and units.dimension not like 'money%'
        and units.dimension not in ('ratio', 'percentage_point')

),

chained as (

    select
        {{ discrepancy_columns(
            'growth_against_levels', 'growth', 'growth.value', '100 * (later.value / earlier.value - 1)',
            'growth.observation_id', 'later.observation_id'
        ) }},
        100 * (later.rounding + earlier.rounding * later.value / earlier.value) / earlier.value + growth.rounding
            as roundings
    from growth
    inner join levels as later
        on
            growth.indicator_code = later.indicator_code
            and growth.region_code = later.region_code
            and growth.year = later.year
            and growth.report_id = later.report_id
    inner join levels as earlier on later.series_key = earlier.series_key and later.year = earlier.year + 1
    where earlier.is_latest and earlier.value > 0

),

final as (

    select * exclude (roundings) from chained
    where {{ beyond_rounding('first_value', 'second_value', 'roundings') }}

)

select * from final
