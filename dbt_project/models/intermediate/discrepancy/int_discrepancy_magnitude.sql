with

figures as (

    select * from {{ ref('fct_indicator_vintage') }}
    where is_latest and measure = 'level' and value > 0 and year is not null

),

pairs as (

    select
        figure.observation_id,
        figure.year,
        neighbour.observation_id as neighbour_id,
        neighbour.year as neighbour_year,
        count(*) over around as neighbours,
        count(*) filter (
            where not figure.value / neighbour.value
            between 1.0 / {{ var('magnitude_factor') }} and {{ var('magnitude_factor') }}
        ) over around as neighbours_out
    from figures as figure
    inner join figures as neighbour
        on
            figure.series_key = neighbour.series_key
            and abs(figure.year - neighbour.year) between 1 and {{ var('magnitude_years') }}
    window around as (partition by figure.observation_id)

),

-- A figure many times all its neighbours in time is rather a slip of the scan than a leap.
outliers as (

    select
        observation_id,
        year,
        any_value(neighbours) as neighbours
    from pairs
    where neighbours = neighbours_out
    group by observation_id, year

),

-- Of two figures that are out of proportion to each other, the one that more neighbours speak against is in question,
-- else the later.
told as (

    select pairs.*
    from pairs
    inner join outliers on pairs.observation_id = outliers.observation_id
    left join outliers as others on pairs.neighbour_id = others.observation_id
    qualify
        not bool_or(
            others.observation_id is not null
            and (
                others.neighbours > outliers.neighbours
                or (others.neighbours = outliers.neighbours and others.year > outliers.year)
            )
        ) over (partition by pairs.observation_id)

),

candidates as materialized (

    select
        {{ discrepancy_columns(
            'magnitude', 'figure', 'neighbour.value', 'figure.value', 'neighbour.observation_id', 'figure.observation_id'
        ) }}
    from told
    inner join figures as figure on told.observation_id = figure.observation_id
    inner join figures as neighbour on told.neighbour_id = neighbour.observation_id
    qualify
        row_number() over (
            partition by told.observation_id
            order by abs(told.year - told.neighbour_year), told.neighbour_year, told.neighbour_id
        ) = 1

),

final as (

    {{ like_with_like('candidates') }}

)

select * from final
