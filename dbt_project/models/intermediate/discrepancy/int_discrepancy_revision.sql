with

figures as (

    select vintages.*
    from {{ ref('fct_indicator_vintage') }} as vintages
    inner join {{ ref('dim_period') }} as periods on vintages.period = periods.period
    -- What is told of a span before it is over is of its first years, or an estimate.
    where vintages.bound = 'exact' and (vintages.status = 'target' or vintages.report_year > periods.end_year)

),

-- The last report before this one that has the figure and gives it otherwise.
candidates as materialized (

    select
        {{ discrepancy_columns(
            'revision', 'later', 'earlier.value', 'later.value', 'earlier.observation_id', 'later.observation_id'
        ) }}
    from figures as later
    inner join figures as earlier
        on {{ same_figure('later', 'earlier') }} and later.report_year > earlier.report_year
    where {{ beyond_rounding('later.value', 'earlier.value', 'later.rounding + earlier.rounding') }}
    qualify row_number() over (partition by later.observation_id order by earlier.report_year desc) = 1

),

final as (

    {{ like_with_like('candidates') }}

)

select * from final
