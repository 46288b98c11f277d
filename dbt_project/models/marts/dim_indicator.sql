with

indicators as (

    select * from {{ ref('indicators') }}

),

aliases as (

    select
        indicator_code,
        string_agg(alias, '、' order by alias) as aliases
    from {{ ref('indicator_aliases') }}
    group by all

),

topics as (

    select * from {{ ref('topics') }}

),

headlines as (

    select * from {{ ref('headline_indicators') }}

),

names as (

    select * from {{ ref('int_indicator_names') }}

),

observations as (

    select * from {{ ref('int_observations_converted') }}

),

registered as (

    select
        indicators.indicator_code,
        indicators.name_zh,
        indicators.name_en,
        indicators.topic,
        topics.topic_en,
        topics.topic_group,
        indicators.canonical_unit,
        indicators.direction,
        indicators.nature,
        indicators.concept,
        indicators.activity,
        indicators.scope,
        indicators.aspect,
        nullif(indicators.definition, '') as definition,
        nullif(indicators.source, '') as definition_source,
        aliases.aliases,
        headlines.place as headline_place,
        true as is_registered
    from indicators
    left join aliases on indicators.indicator_code = aliases.indicator_code
    left join topics on indicators.topic = topics.topic
    left join headlines on indicators.indicator_code = headlines.indicator_code

),

-- The commonest unit of a name stands for it until someone registers it.
units_used as (

    select
        indicator_code,
        mode(canonical_unit order by canonical_unit) filter (where measure = 'level') as canonical_unit
    from observations
    where not is_registered
    group by indicator_code

),

unregistered_names as (

    select
        indicator_code,
        -- The shortest of its names stands for it.
        arg_min(indicator_name, (length(indicator_name), indicator_name)) as name_zh,
        min(concept) as concept,
        min(activity) as activity,
        min(scope) as scope,
        min(aspect) as aspect
    from names
    where not is_registered
    group by indicator_code

),

unregistered as (

    select
        names.indicator_code,
        names.name_zh,
        cast(null as varchar) as name_en,
        cast(null as varchar) as topic,
        cast(null as varchar) as topic_en,
        cast(null as varchar) as topic_group,
        units_used.canonical_unit,
        'neutral' as direction,
        cast(null as varchar) as nature,
        names.concept,
        names.activity,
        names.scope,
        names.aspect,
        cast(null as varchar) as definition,
        cast(null as varchar) as definition_source,
        cast(null as varchar) as aliases,
        cast(null as integer) as headline_place,
        false as is_registered
    from unregistered_names as names
    inner join units_used on names.indicator_code = units_used.indicator_code

),

unnamed as (

    select
        'unnamed' as indicator_code,
        '(无名称)' as name_zh,
        '(no name)' as name_en,
        cast(null as varchar) as topic,
        cast(null as varchar) as topic_en,
        cast(null as varchar) as topic_group,
        cast(null as varchar) as canonical_unit,
        'neutral' as direction,
        cast(null as varchar) as nature,
        cast(null as varchar) as concept,
        cast(null as varchar) as activity,
        cast(null as varchar) as scope,
        cast(null as varchar) as aspect,
        cast(null as varchar) as definition,
        cast(null as varchar) as definition_source,
        cast(null as varchar) as aliases,
        cast(null as integer) as headline_place,
        false as is_registered

),

final as (

    select * from registered
    union all
    select * from unregistered
    union all
    select * from unnamed

)

select * from final
