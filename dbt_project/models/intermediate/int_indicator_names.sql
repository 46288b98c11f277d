with

names as (

    select * from {{ ref('stg_landing__indicator_names') }}

),

keyed as (

    select
        indicator_written,
        measure,
        unit_written,
        reporting_region,
        indicator_name,
        concept,
        activity,
        scope,
        aspect,
        registered_code is not null as is_registered,
        case
            when registered_code is not null then registered_code
            -- 总量 of one report is not that of another.
            when is_bare then 'u_' || left(md5(concat_ws('|', indicator_written, reporting_region)), 12)
            else 'u_' || left(md5(concat_ws('|', concept, activity, scope, aspect)), 12)
        end as indicator_code
    from names

)

select * from keyed
