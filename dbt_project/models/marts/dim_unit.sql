with

units as (

    select * from {{ ref('int_units') }}

),

final as (

    select
        unit,
        base_unit,
        dimension,
        canonical_unit,
        to_canonical,
        name_en,
        dimension <> 'unknown' as is_registered
    from units

)

select * from final
