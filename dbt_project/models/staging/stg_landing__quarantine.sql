with

source as (

    select * from {{ source('landing', 'quarantine') }}

)

select * from source
