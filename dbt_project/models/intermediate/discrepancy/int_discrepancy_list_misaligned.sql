with

observations as (

    select * from {{ ref('int_observations_converted') }}
    where region_code <> 'unknown' and flags like '%list_misaligned%' and value_written is not null

),

-- A list whose names and values differ in number is told by its first and its last value.
in_lists as (

    select
        *,
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
    where firsts.place = 1 and lasts.place = lasts.places and lasts.place > 1

)

select * from final
