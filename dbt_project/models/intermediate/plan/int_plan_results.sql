{{ config(materialized='view') }}

with

pairs as (

    select * from {{ ref('int_plan_pairs') }}

),

measured as (

    select
        *,
        outturn_value - target_value as gap,
        -- What 左右 allows.
        case
            when measure = 'growth' or canonical_unit = '%' then {{ exact(var('approx_points')) }}
            else {{ exact('abs(target_value) * ' ~ var('approx_share')) }}
        end as tolerance,
        -- 不低于 makes any indicator one of which more is better, 不超过 one of which less is.
        case target_bound
            when 'min' then 'higher'
            when 'max' then 'lower'
            else direction
        end as wanted
    from pairs

),

judged as (

    select
        *,
        case
            when outturn_value is null then 'no_outturn'
            when target_bound = 'range' and outturn_value between target_value and target_value_max then 'met'
            when wanted = 'higher' and gap >= 0 and outturn_bound <> 'max' then 'met'
            when wanted = 'lower' and gap <= 0 and outturn_bound <> 'min' then 'met'
            when wanted = 'neutral' and gap = 0 then 'met'
            -- 超过 70 against a target of 72 leaves it open.
            when wanted = 'higher' and gap < 0 and outturn_bound = 'min' then 'not_comparable'
            when wanted = 'lower' and gap > 0 and outturn_bound = 'max' then 'not_comparable'
            when
                (target_bound = 'approx' or outturn_bound = 'approx' or wanted = 'neutral')
                and abs(gap) <= tolerance
                then 'about'
            when wanted = 'higher' and outturn_bound = 'max' then 'not_comparable'
            when wanted = 'lower' and outturn_bound = 'min' then 'not_comparable'
            else 'missed'
        end as result
    from measured

)

select * from judged
