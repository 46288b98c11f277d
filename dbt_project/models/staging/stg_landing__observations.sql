with

source as (

    select * from {{ source('landing', 'observations') }}

),

typed as (

    select
        observation_id,
        report_id,
        sentence_id,
        start as span_start,
        "end" as span_end,
        written,
        indicator as indicator_written,
        -- Exact decimals: 16.4 times a hundred million is no round number in binary floating point. By way of the text,
        -- which is the shortest that tells the number; a number with more than 22 digits before the point has none.
        try_cast(cast(value as varchar) as decimal(28, 6)) as value_rounded,
        try_cast(cast(value_max as varchar) as decimal(28, 6)) as value_max_rounded,
        value,
        value_max,
        unit as unit_written,
        measure,
        bound,
        period,
        status,
        region as region_name,
        base as comparison_base,
        binding,
        attribution,
        cast(confidence as decimal(4, 3)) as confidence,
        nullif(flags, '') as flags,
        name_rule,
        completion_rule,
        place_rule,
        base_rule,
        unit_rule,
        measure_rule,
        bound_rule,
        status_rule,
        period_rule
    from source

),

-- What six digits behind the point would make another number, such as 0.0000004, has none either.
measured as (

    select
        * exclude (value, value_max, value_rounded, value_max_rounded),
        case when abs(cast(value_rounded as double) - value) <= 0.001 * abs(value) then value_rounded end
            as value_written,
        case when abs(cast(value_max_rounded as double) - value_max) <= 0.001 * abs(value_max) then value_max_rounded end
            as value_max_written,
        value_max is not null as has_max
    from typed

)

select * from measured
