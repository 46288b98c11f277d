with

quarantine as (

    select * from {{ ref('stg_landing__quarantine') }}

),

final as (

    select
        file_name,
        content_hash,
        reason
    from quarantine

)

select * from final
