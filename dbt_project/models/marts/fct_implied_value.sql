with

observations as (

    select * from {{ ref('int_observations_converted') }}
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

indicators as (

    select * from {{ ref('dim_indicator') }}

),

words as (

    select * from {{ ref('base_words') }}

),

sentences as (

    select * from {{ ref('stg_landing__sentences') }}

),

directions as (

    select * from {{ ref('gap_words') }}

),

stated as (

    select * from {{ ref('fct_indicator_vintage') }}
    where is_latest

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

-- 失业率 5.0%，优于全国 0.2 个百分点: the gap is of 0.2 less, for less is better; 能耗下降 3.1%，降幅高于全国 0.3 个百分点: so is this one.
directed as (

    select
        paired.observation_id,
        max(directions.sense) as sense
    from paired
    inner join sentences on paired.sentence_id = sentences.sentence_id
    inner join directions
        on regexp_matches(
            sentences.sentence, directions.word || '[^,，。；;]{0,16}' || regexp_escape(paired.written)
        )
    group by paired.observation_id

),

signed as (

    select
        paired.*,
        case
            when coalesce(directed.sense, '') = '' then paired.canonical_value
            when directed.sense = 'fall'
                then case when paired.figure_value < 0 then -paired.canonical_value else paired.canonical_value end
            when indicators.direction = 'higher'
                then case directed.sense when 'better' then abs(paired.canonical_value) else -abs(paired.canonical_value) end
            when indicators.direction = 'lower'
                then case directed.sense when 'better' then -abs(paired.canonical_value) else abs(paired.canonical_value) end
        end as gap
    from paired
    left join directed on paired.observation_id = directed.observation_id
    left join indicators on paired.indicator_code = indicators.indicator_code

),

-- What the words of a comparison base refer to, as the level of the place that speaks has it.
bases as (

    select distinct
        paired.comparison_base,
        regions.level
    from paired
    inner join regions on paired.region_code = regions.region_code

),

bases_read as (

    select
        bases.comparison_base,
        bases.level,
        bool_or(words.base = 'target') as to_target,
        bool_or(words.base = 'country') as to_country,
        bool_or(words.base = 'grandparent') as to_grandparent,
        bool_or(words.base = 'parent') as to_parent,
        bool_or(words.base = 'year_before' and starts_with(bases.comparison_base, words.word)) as to_year_before
    from bases
    inner join words
        on
            contains(bases.comparison_base, words.word)
            and (coalesce(words.reporting_level, '') = '' or bases.level = words.reporting_level)
    group by bases.comparison_base, bases.level

),

placed as (

    select
        signed.*,
        regexp_extract(signed.comparison_base, '((?:19|20)\d{2})', 1) as year_named,
        coalesce(bases_read.to_target, false) as to_target,
        coalesce(bases_read.to_year_before, false) as to_year_before,
        case
            when bases_read.to_country then country.region_code
            when bases_read.to_grandparent then above.parent_code
            when bases_read.to_parent then own.parent_code
        end as benchmark_region
    from signed
    inner join regions as own on signed.region_code = own.region_code
    left join regions as above on own.parent_code = above.region_code
    left join bases_read on signed.comparison_base = bases_read.comparison_base and own.level = bases_read.level
    left join regions as country on country.level = 'country'
    -- Whether more is better of an indicator that nobody registered is not known.
    where signed.gap is not null

),

derived as (

    select
        *,
        case
            when to_target then 'target'
            when benchmark_region is not null then 'benchmark'
            when to_year_before and figure_measure = 'level' then 'year_before'
            when year_named <> '' and figure_measure = 'level' then 'year_named'
        end as implied_kind
    from placed

),

resolved as (

    select
        *,
        case when implied_kind = 'benchmark' then benchmark_region else region_code end as implied_region,
        case
            when year_named <> '' and implied_kind in ('target', 'year_named') then year_named
            when implied_kind = 'year_before' then lpad(cast(try_cast(period as integer) - 1 as varchar), 4, '0')
            else period
        end as implied_period,
        case
            when implied_kind = 'target' then 'target'
            -- 65 万人的目标比2024年高5万人: an aim is held against the aim of the year before.
            when implied_kind in ('year_before', 'year_named') then figure_status
            else 'actual'
        end as implied_status
    from derived
    where
        implied_kind is not null
        and bound in ('exact', 'approx')
        and (implied_kind <> 'year_before' or coalesce({{ calendar_year('period') }} > 1, false))

),

derived_values as (

    select
        {{ surrogate_key(['resolved.observation_id', 'resolved.implied_kind']) }} as implied_key,
        resolved.implied_kind,
        {{ series_key(
            'resolved.indicator_code', 'resolved.implied_region', 'resolved.figure_measure', 'resolved.figure_unit'
        ) }} as series_key,
        resolved.indicator_code,
        indicators.name_zh as indicator,
        resolved.implied_region as region_code,
        regions.name as region,
        resolved.implied_period as period,
        resolved.figure_measure as measure,
        resolved.implied_status as status,
        resolved.figure_unit as canonical_unit,
        cast(resolved.figure_value - resolved.gap as double) as value,
        case when resolved.bound = 'exact' and resolved.figure_bound = 'exact' then 'exact' else 'approx' end as bound,
        resolved.comparison_base,
        resolved.report_id,
        reports.report_year,
        resolved.figure_observation_id,
        resolved.observation_id as gap_observation_id,
        resolved.sentence_id
    from resolved
    inner join reports on resolved.report_id = reports.report_id
    left join indicators on resolved.indicator_code = indicators.indicator_code
    left join regions on resolved.implied_region = regions.region_code

),

final as (

    select
        derived_values.*,
        stated.value as stated_value,
        stated.bound as stated_bound,
        stated.observation_id as stated_observation_id
    from derived_values
    left join stated on {{ same_figure('derived_values', 'stated') }}

)

select * from final
