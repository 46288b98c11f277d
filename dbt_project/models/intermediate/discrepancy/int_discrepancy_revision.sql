with

figures as (

    select * from {{ ref('fct_indicator_vintage') }}
    where bound = 'exact'

),

-- The last report before this one that has the figure and gives it otherwise.
final as (

    select
        {{ discrepancy_columns(
            'revision', 'later', 'earlier.value', 'later.value', 'earlier.observation_id', 'later.observation_id'
        ) }}
    from figures as later
    inner join figures as earlier
        on {{ same_figure('later', 'earlier') }} and later.report_year > earlier.report_year
    where {{ beyond_rounding('later.value', 'earlier.value', 'later.rounding + earlier.rounding') }}
    qualify row_number() over (partition by later.observation_id order by earlier.report_year desc) = 1

)

select * from final
