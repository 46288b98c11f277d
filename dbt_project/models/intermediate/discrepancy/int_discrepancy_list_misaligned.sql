with

observations as (

    select * from {{ ref('int_observations_converted') }}
    where region_code <> 'unknown' and flags like '%list_misaligned%' and value_written is not null

),

-- A list that has more values than names is told by its first and its last value. Where it has fewer, one may stand in words
-- that are no figure (3分、5分和1毛钱).
in_lists as (

    select
        *,
        bool_or(indicator_code = 'unnamed') over (partition by sentence_id) as has_more_values,
        row_number() over in_text as place,
        count(*) over (partition by sentence_id) as places
    from observations
    window in_text as (partition by sentence_id order by span_start, observation_id)

),

final as (

    select
        {{ discrepancy_columns(
            'list_misaligned', 'firsts', 'firsts.value_written', 'lasts.value_written',
            'firsts.observation_id', 'lasts.observation_id'
        ) }}
    from in_lists as firsts
    inner join in_lists as lasts on firsts.sentence_id = lasts.sentence_id
    where firsts.place = 1 and lasts.place = lasts.places and lasts.place > 1 and firsts.has_more_values

)

select * from final
