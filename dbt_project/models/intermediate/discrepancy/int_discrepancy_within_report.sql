with

figures as (

    select * from {{ ref('fct_indicator_vintage') }}
    where bound = 'exact'

),

observations as (

    select * from {{ ref('int_observations_converted') }}
    where canonical_value is not null

),

candidates as materialized (

    select
        {{ discrepancy_columns(
            'within_report', 'figures', 'figures.value', 'again.canonical_value',
            'figures.observation_id', 'again.observation_id'
        ) }}
    from figures
    inner join observations as again
        on
            {{ same_figure('figures', 'again') }}
            and figures.report_id = again.report_id
            and figures.observation_id <> again.observation_id
    where
        again.bound = 'exact'
        and {{ beyond_rounding('figures.value', 'cast(again.canonical_value as double)', 'figures.rounding + again.rounding') }}

),

final as (

    {{ like_with_like('candidates') }}

)

select * from final
