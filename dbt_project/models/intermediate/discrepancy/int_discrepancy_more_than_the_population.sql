with

observations as (

    select * from {{ ref('int_observations_converted') }}
    where canonical_value is not null and region_code <> 'unknown' and measure = 'level'

),

units as (

    select * from {{ ref('dim_unit') }}
    where dimension in ('people', 'number')

),

regions as (

    select * from {{ ref('dim_region') }}
    where census_residents is not null

),

words as (

    select * from {{ ref('people_words') }}

),

counted as (

    select
        observations.*,
        regions.census_residents,
        units.dimension,
        -- Persons: units of people, and numbers alone, have ten thousands as their canonical unit.
        10000 * cast(observations.canonical_value as double) * cast(units.to_canonical as double) as persons
    from observations
    inner join regions on observations.region_code = regions.region_code
    inner join units on observations.canonical_unit = units.unit

),

-- A number without a unit counts people where its name says so.
named_people as (

    select distinct counted.indicator_written
    from counted
    inner join words on contains(counted.indicator_written, words.word)
    where counted.dimension = 'number'

),

-- More people of one kind than live in the whole place: a slip of the scan, or a misread unit. People come and go
-- within a year, so only what is well beyond the residents is told.
final as (

    select
        {{ discrepancy_columns(
            'more_than_the_population', 'counted', 'counted.census_residents', 'counted.persons',
            'cast(null as varchar)', 'counted.observation_id'
        ) }}
    from counted
    left join named_people on counted.indicator_written = named_people.indicator_written
    where
        (counted.dimension = 'people' or named_people.indicator_written is not null)
        and counted.persons > {{ var('population_margin') }} * counted.census_residents

)

select * replace ('人' as canonical_unit) from final
