with

vintages as (

    select * from {{ ref('fct_indicator_vintage') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

targets as (

    select distinct
        vintages.series_key,
        vintages.indicator_code,
        vintages.region_code,
        vintages.year,
        vintages.measure,
        vintages.canonical_unit,
        -- A share that grows by 5 % is not 5 % larger than it was, and product grows at constant prices.
        (vintages.measure = 'growth' or vintages.canonical_unit <> '%')
        and not coalesce(starts_with(indicators.aspect, '增加值'), false)
        and not coalesce(contains(indicators.concept, '生产总值'), false) as grows_with_its_level,
        coalesce(indicators.nature = 'flow' or indicators.activity <> '', false) as adds_up
    from vintages
    inner join indicators on vintages.indicator_code = indicators.indicator_code
    where vintages.status = 'target' and vintages.year is not null and vintages.measure in ('level', 'growth')

),

-- What the last report that tells it gives, of a year or of a span that begins with one year and ends with another.
known as (

    select
        indicator_code,
        region_code,
        coalesce(year, try_cast(regexp_extract(period, '^\d{4}-(\d{4})$', 1) as integer)) as end_year,
        coalesce(year, try_cast(regexp_extract(period, '^(\d{4})-\d{4}$', 1) as integer)) as begin_year,
        measure,
        canonical_unit,
        {{ exact('value') }} as value,
        report_id,
        report_year,
        observation_id
    from vintages
    where
        status = 'actual'
        and bound in ('exact', 'approx')
        and (measure = 'level' or (measure = 'growth' and canonical_unit = '%'))
    qualify row_number() over (partition by series_key, period order by vintage_number desc) = 1

),

in_a_year as (

    select * from known
    where begin_year = end_year and report_year > end_year

),

spans as (

    select * from known
    where begin_year < end_year and report_year > end_year and measure = 'level'

),

-- 社零 4.64 万亿元 after 4.42: growth of 5 %. 进出口 up by 17.3 % from 8000 亿元: a level of 9384.
from_year_before as (

    select
        targets.series_key,
        targets.year,
        case targets.measure
            when 'growth' then round(100 * (at_end.value / nullif(before.value, 0) - 1), 6)
            else round(before.value * (1 + at_end.value / 100), 6)
        end as value,
        if(targets.measure = 'growth', 'levels', 'growth') as derived_from,
        at_end.report_id,
        at_end.observation_id,
        before.observation_id as base_observation_id
    from targets
    inner join in_a_year as at_end
        on
            targets.indicator_code = at_end.indicator_code
            and targets.region_code = at_end.region_code
            and targets.year = at_end.end_year
            and at_end.measure = if(targets.measure = 'growth', 'level', 'growth')
    inner join in_a_year as before
        on
            targets.indicator_code = before.indicator_code
            and targets.region_code = before.region_code
            and targets.year - 1 = before.end_year
            and before.measure = 'level'
            and before.canonical_unit = if(targets.measure = 'growth', at_end.canonical_unit, targets.canonical_unit)
            and before.value > 0
    where targets.grows_with_its_level and (targets.measure = 'level' or targets.canonical_unit = '%')

),

-- 2021至2025年 450 万人 and 2021至2024年 360 万人: 90 in 2025.
from_totals as (

    select
        targets.series_key,
        targets.year,
        at_end.value - before.value as value,
        'totals' as derived_from,
        at_end.report_id,
        at_end.observation_id,
        before.observation_id as base_observation_id
    from targets
    inner join spans as at_end
        on
            targets.indicator_code = at_end.indicator_code
            and targets.region_code = at_end.region_code
            and targets.year = at_end.end_year
            and targets.canonical_unit = at_end.canonical_unit
    inner join known as before
        on
            at_end.indicator_code = before.indicator_code
            and at_end.region_code = before.region_code
            and at_end.begin_year = before.begin_year
            and at_end.end_year - 1 = before.end_year
            and at_end.canonical_unit = before.canonical_unit
            and before.measure = 'level'
    where targets.adds_up and targets.measure = 'level' and at_end.value >= before.value

),

final as (

    select * from from_year_before
    union all
    select * from from_totals

)

select * from final
qualify row_number() over (
    partition by series_key, year order by derived_from, report_id, observation_id, base_observation_id
) = 1
