with

figures as (

    select * from {{ ref('fct_indicator_vintage') }}
    where bound = 'exact'

),

implied as (

    select implied.*
    from {{ ref('fct_implied_value') }} as implied
    inner join {{ ref('dim_indicator') }} as indicators on implied.indicator_code = indicators.indicator_code
    where
        implied.bound = 'exact'
        and indicators.is_registered
        -- 拟安排 8183 亿元, 比上年增加 930 亿元: nothing says whether of last year the aim is meant or the outturn.
        and not (implied.implied_kind in ('year_before', 'year_named') and implied.status = 'target')

),

observations as (

    select * from {{ ref('int_observations_converted') }}
    where canonical_value is not null

),

-- What is implied is as uncertain as the figure and the gap that imply it.
final as (

    select
        {{ discrepancy_columns(
            'implied', 'stated', 'stated.value', 'implied.value', 'stated.observation_id', 'implied.gap_observation_id'
        ) }}
    from figures as stated
    inner join implied on {{ same_figure('stated', 'implied') }}
    inner join observations as figure on implied.figure_observation_id = figure.observation_id
    inner join observations as gap on implied.gap_observation_id = gap.observation_id
    where {{ beyond_rounding('stated.value', 'implied.value', 'stated.rounding + figure.rounding + gap.rounding') }}

)

select * from final
