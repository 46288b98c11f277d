with

observations as (

    select * exclude (sentence, section) from {{ ref('fct_observation') }}
    where
        indicator_code <> 'unnamed'
        and region_code <> 'unknown'
        and canonical_value is not null
        and {{ trusted('confidence') }}

),

reports as (

    select * from {{ ref('dim_report') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

gaps as (

    select * from observations
    where measure = 'difference' and comparison_base is not null

),

-- 增长 5.6%，高于全国 0.3 个百分点: the figure that a gap belongs to is the last of the sentence before it.
paired as (

    select
        gaps.*,
        figures.observation_id as figure_observation_id,
        figures.measure as figure_measure,
        figures.status as figure_status,
        figures.canonical_unit as figure_unit,
        figures.canonical_value as figure_value,
        figures.bound as figure_bound
    from gaps
    inner join observations as figures
        on
            gaps.sentence_id = figures.sentence_id
            and gaps.indicator_code = figures.indicator_code
            and gaps.region_code = figures.region_code
            and gaps.period = figures.period
            and gaps.span_start > figures.span_start
            and figures.measure in ('level', 'growth')
            and figures.bound in ('exact', 'approx')
            and (
                (gaps.canonical_unit = '个百分点' and figures.canonical_unit = '%')
                or (gaps.canonical_unit = figures.canonical_unit and figures.measure = 'level')
            )
    qualify row_number() over (partition by gaps.observation_id order by figures.span_start desc) = 1

),

placed as (

    select
        paired.*,
        regexp_extract(paired.comparison_base, '((?:19|20)\d{2})', 1) as year_named,
        regexp_matches(paired.comparison_base, '目标|计划|任务|规划') as against_target,
        case
            when paired.comparison_base like '%全国%' then '100000'
            when regexp_matches(paired.comparison_base, '全省|全区|全自治区') and own.level = 'city' then own.parent_code
            when regexp_matches(paired.comparison_base, '全省|全自治区') and own.level = 'county' then above.parent_code
            when paired.comparison_base like '%全市%' and own.level = 'county' then own.parent_code
        end as benchmark_region
    from paired
    inner join regions as own on paired.region_code = own.region_code
    left join regions as above on own.parent_code = above.region_code

),

derived as (

    select
        *,
        case
            when against_target then 'target'
            when benchmark_region is not null then 'benchmark'
            when regexp_matches(comparison_base, '^(?:上年|去年)') and figure_measure = 'level' then 'year_before'
            when year_named <> '' and figure_measure = 'level' then 'year_named'
        end as kind
    from placed

),

final as (

    select
        {{ surrogate_key(['derived.observation_id', 'derived.kind']) }} as implied_key,
        derived.kind,
        derived.indicator_code,
        case when derived.kind = 'benchmark' then derived.benchmark_region else derived.region_code end as region_code,
        case
            when derived.year_named <> '' and derived.kind in ('target', 'year_named') then derived.year_named
            when derived.kind = 'year_before' then lpad(cast(try_cast(derived.period as integer) - 1 as varchar), 4, '0')
            else derived.period
        end as period,
        derived.figure_measure as measure,
        case
            when derived.kind = 'target' then 'target'
            -- 65 万人的目标比2024年高5万人: an aim is held against the aim of the year before.
            when derived.kind in ('year_before', 'year_named') then derived.figure_status
            else 'actual'
        end as status,
        derived.figure_unit as canonical_unit,
        cast(derived.figure_value - derived.canonical_value as decimal(28, 10)) as value,
        case when derived.bound = 'exact' and derived.figure_bound = 'exact' then 'exact' else 'approx' end as bound,
        derived.comparison_base,
        derived.report_id,
        reports.report_year,
        derived.figure_observation_id,
        derived.observation_id as gap_observation_id,
        derived.sentence_id
    from derived
    inner join reports on derived.report_id = reports.report_id
    where
        derived.kind is not null
        and derived.bound in ('exact', 'approx')
        and (derived.kind <> 'year_before' or (regexp_full_match(derived.period, '\d{4}') and derived.period > '0001'))

)

select * from final
