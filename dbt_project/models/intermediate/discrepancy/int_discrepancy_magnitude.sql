with

figures as (

    select * from {{ ref('fct_indicator_vintage') }}
    where is_latest and measure = 'level' and value > 0 and year is not null

),

-- A figure many times its neighbours in time is rather a slip of the scan than a leap.
final as (

    select
        {{ discrepancy_columns(
            'magnitude', 'figure', 'neighbour.value', 'figure.value', 'neighbour.observation_id', 'figure.observation_id'
        ) }}
    from figures as figure
    inner join figures as neighbour
        on
            figure.series_key = neighbour.series_key
            and abs(figure.year - neighbour.year) between 1 and {{ var('magnitude_years') }}
    where
        not figure.value / neighbour.value
        between 1.0 / {{ var('magnitude_factor') }} and {{ var('magnitude_factor') }}
    qualify
        row_number() over (
            partition by figure.observation_id
            order by abs(figure.year - neighbour.year), neighbour.year, neighbour.observation_id
        ) = 1

)

select * from final
