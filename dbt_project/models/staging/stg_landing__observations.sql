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
        -- Exact decimals: 16.4 times a hundred million is no round number in binary floating point.
        cast(value as decimal(18, 6)) as value_written,
        cast(value_max as decimal(18, 6)) as value_max_written,
        unit as unit_written,
        measure,
        bound,
        period,
        status,
        region as region_name,
        base as comparison_base,
        binding,
        rule,
        cast(confidence as decimal(4, 3)) as confidence,
        nullif(flags, '') as flags
    from source

)

select * from typed
