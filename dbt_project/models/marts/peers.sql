{{ config(materialized='view') }}

with

series as (

    select * from {{ ref('fct_series_period') }}
    where measure <> 'difference'

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

reports as (

    select distinct
        region_code,
        report_year
    from {{ ref('dim_report') }}

),

-- The places that stand side by side: of a level, all below those places that have one that reports.
parents as (

    select distinct
        regions.level,
        regions.parent_code
    from regions
    inner join reports on regions.region_code = reports.region_code
    where regions.level in ('province', 'city', 'county')

),

places as (

    select
        regions.region_code,
        regions.name,
        regions.level,
        regions.parent_code
    from regions
    inner join parents on regions.level = parents.level and regions.parent_code = parents.parent_code

),

-- Ranks are given before the places that state nothing come in: there are many of them.
ranked as (

    select
        series.*,
        indicators.name_zh as indicator,
        indicators.is_registered,
        indicators.nature,
        places.level,
        case when series.actual_value is not null then rank() over (by_outturn) end as outturn_rank,
        case when series.target_value is not null then rank() over (by_target) end as target_rank
    from series
    inner join places on series.region_code = places.region_code
    inner join indicators on series.indicator_code = indicators.indicator_code
    window
        by_outturn as (
            partition by {{ places_side_by_side() }}
            order by case indicators.direction when 'lower' then series.actual_value else -series.actual_value end nulls last
        ),
        by_target as (
            partition by {{ places_side_by_side() }}
            order by case indicators.direction when 'lower' then series.target_value else -series.target_value end nulls last
        )

),

-- What is asked of each place: what two of them state, or one of a registered indicator. The report that should state it
-- is of the year in which most do.
asked as (

    select
        indicator_code,
        indicator,
        is_registered,
        nature,
        measure,
        canonical_unit,
        period,
        period_kind,
        end_year,
        case when period_kind = 'year' then lpad(cast(end_year - 1 as varchar), 4, '0') end as period_before,
        level,
        count(actual_value) as outturn_places,
        count(target_value) as target_places,
        coalesce(mode(actual_report_year order by actual_report_year), any_value(end_year + 1)) as outturn_report_year,
        coalesce(mode(target_report_year order by target_report_year), any_value(start_year)) as target_report_year
    from ranked
    group by all
    having count(*) > 1 or is_registered

),

cells as (

    select
        asked.*,
        places.region_code,
        places.name as region,
        places.parent_code
    from asked
    inner join places on asked.level = places.level

),

nation as (

    select series.*
    from series
    inner join regions on series.region_code = regions.region_code
    where regions.level = 'country'

),

joined as (

    select
        cells.*,
        own.series_key,
        own.outturn_rank,
        own.target_rank,
        own.actual_value as outturn_value,
        own.actual_value_max as outturn_value_max,
        own.actual_bound as outturn_bound,
        coalesce(own.actual_is_estimate, false) as outturn_is_estimate,
        coalesce(own.actual_has_other_values, false) as outturn_has_other_values,
        own.actual_observation_id as outturn_observation_id,
        own.target_value,
        own.target_value_max,
        own.target_bound,
        own.target_binding,
        coalesce(own.target_has_other_values, false) as target_has_other_values,
        own.target_observation_id,
        before.actual_value as outturn_before_value,
        before.actual_bound as outturn_before_bound,
        before.actual_observation_id as outturn_before_observation_id,
        nation.actual_value as nation_outturn_value,
        nation.actual_bound as nation_outturn_bound,
        nation.actual_observation_id as nation_outturn_observation_id,
        nation.target_value as nation_target_value,
        nation.target_value_max as nation_target_value_max,
        nation.target_bound as nation_target_bound,
        nation.target_observation_id as nation_target_observation_id,
        parent.actual_value as parent_outturn_value,
        parent.actual_bound as parent_outturn_bound,
        parent.actual_observation_id as parent_outturn_observation_id,
        parent.target_value as parent_target_value,
        parent.target_value_max as parent_target_value_max,
        parent.target_bound as parent_target_bound,
        parent.target_observation_id as parent_target_observation_id,
        outturn_reports.report_year is not null as has_outturn_report,
        target_reports.report_year is not null as has_target_report,
        -- The difference of two sums, of which one holds the other, tells nothing.
        cells.measure = 'growth'
        or cells.canonical_unit = '%'
        or coalesce(cells.nature, '') in ('rate', 'index') as has_gap
    from cells
    left join ranked as own on {{ of_one_kind('cells', 'own') }} and cells.region_code = own.region_code
    left join series as before
        on
            cells.indicator_code = before.indicator_code
            and cells.measure = before.measure
            and cells.canonical_unit = before.canonical_unit
            and cells.region_code = before.region_code
            and cells.period_before = before.period
    left join nation on {{ of_one_kind('cells', 'nation') }}
    left join series as parent on {{ of_one_kind('cells', 'parent') }} and cells.parent_code = parent.region_code
    left join reports as outturn_reports
        on
            cells.region_code = outturn_reports.region_code
            and cells.outturn_report_year = outturn_reports.report_year
    left join reports as target_reports
        on
            cells.region_code = target_reports.region_code
            and cells.target_report_year = target_reports.report_year

),

final as (

    select
        indicator_code,
        indicator,
        is_registered,
        measure,
        canonical_unit,
        period,
        period_kind,
        end_year,
        level,
        region_code,
        region,
        parent_code,
        series_key,
        case
            when outturn_value is not null then 'stated'
            when has_outturn_report then 'not stated'
            else 'no report'
        end as outturn_cell,
        outturn_value,
        outturn_value_max,
        outturn_bound,
        outturn_is_estimate,
        outturn_has_other_values,
        outturn_rank,
        outturn_places,
        cast(outturn_report_year as integer) as outturn_report_year,
        outturn_observation_id,
        case
            when target_value is not null then 'stated'
            when has_target_report then 'not stated'
            else 'no report'
        end as target_cell,
        target_value,
        target_value_max,
        target_bound,
        target_binding,
        target_has_other_values,
        target_rank,
        target_places,
        cast(target_report_year as integer) as target_report_year,
        target_observation_id,
        {{ difference('outturn_value', 'target_value') }} as outturn_less_target,
        outturn_before_value,
        outturn_before_bound,
        outturn_before_observation_id,
        nation_outturn_value,
        nation_outturn_bound,
        nation_outturn_observation_id,
        case when has_gap then {{ difference('outturn_value', 'nation_outturn_value') }} end as outturn_gap_to_nation,
        nation_target_value,
        nation_target_value_max,
        nation_target_bound,
        nation_target_observation_id,
        case when has_gap then {{ difference('target_value', 'nation_target_value') }} end as target_gap_to_nation,
        parent_outturn_value,
        parent_outturn_bound,
        parent_outturn_observation_id,
        case when has_gap then {{ difference('outturn_value', 'parent_outturn_value') }} end as outturn_gap_to_parent,
        parent_target_value,
        parent_target_value_max,
        parent_target_bound,
        parent_target_observation_id,
        case when has_gap then {{ difference('target_value', 'parent_target_value') }} end as target_gap_to_parent
    from joined

)

select * from final
