{#
    The columns of a model int_discrepancy_<kind>: what the two figures are about, which is told by the row `about`, their
    values, and where they stand. All kinds have the same columns, and fct_discrepancy puts them together.
#}
{% macro discrepancy_columns(kind, about, first_value, second_value, first_observation_id, second_observation_id) -%}
    '{{ kind }}' as discrepancy_kind,
        {{ about }}.series_key,
        {{ about }}.indicator_code,
        {{ about }}.region_code,
        {{ about }}.period,
        {{ about }}.measure,
        {{ about }}.status,
        {{ about }}.canonical_unit,
        cast({{ first_value }} as double) as first_value,
        cast({{ second_value }} as double) as second_value,
        {{ first_observation_id }} as first_observation_id,
        {{ second_observation_id }} as second_observation_id
{%- endmacro %}

{# Whether two values lie further apart than their rounding explains; `roundings` is the sum of how far each may be off. #}
{% macro beyond_rounding(one, other, roundings) -%}
    abs({{ one }} - {{ other }}) > {{ var('rounding_margin') }} * ({{ roundings }})
{%- endmacro %}

{#
    The rows of `candidates`, columns as those of discrepancy_columns, whose two figures are alike but for their values. Two
    figures of one sentence are members of a list, a change from one value to another, or what was added and what there is.
    What they are set against is the same. A total so far is held to another total alone, and what was added to what was
    added. Registered indicators are defined
    once; a name that nobody registered may mean one thing here and another there (惠及企业 2.6 万家, 惠及企业 1.2 万家).

    The candidates have to be a materialized CTE, and are one once more with what they say beside them: they are few, and
    what holds of one figure and the other must not become a join of all figures with all others.
#}
{% macro like_with_like(candidates) -%}
    with

    beside as materialized (

        select
            {{ candidates }}.*,
            firsts.sentence_id as first_sentence_id,
            firsts.written as first_written,
            firsts.indicator_written as first_name,
            coalesce(firsts.comparison_base, '') as first_base,
            first_text.sentence as first_sentence,
            seconds.sentence_id as second_sentence_id,
            seconds.written as second_written,
            seconds.indicator_written as second_name,
            coalesce(seconds.comparison_base, '') as second_base,
            second_text.sentence as second_sentence
        from {{ candidates }}
        inner join {{ ref('dim_indicator') }} as indicators on {{ candidates }}.indicator_code = indicators.indicator_code
        inner join {{ ref('int_observations_converted') }} as firsts
            on {{ candidates }}.first_observation_id = firsts.observation_id
        inner join {{ ref('int_observations_converted') }} as seconds
            on {{ candidates }}.second_observation_id = seconds.observation_id
        inner join {{ ref('stg_landing__sentences') }} as first_text on firsts.sentence_id = first_text.sentence_id
        inner join {{ ref('stg_landing__sentences') }} as second_text on seconds.sentence_id = second_text.sentence_id
        where indicators.is_registered

    )

    select
        * exclude (
            first_sentence_id, first_written, first_name, first_base, first_sentence,
            second_sentence_id, second_written, second_name, second_base, second_sentence
        )
    from beside
    where
        first_sentence_id <> second_sentence_id
        and first_base = second_base
        and {{ says_total('first_written', 'first_sentence') }} = {{ says_total('second_written', 'second_sentence') }}
        and {{ says_added('first_name') }} = {{ says_added('second_name') }}
{%- endmacro %}

{# Whether a word for a total stands right before a figure as written: 累计 1522 家, 累计达到 1522 家. #}
{% macro says_total(written, sentence) -%}
    coalesce(regexp_matches(
            {{ sentence }}, '(?:' || {{ counting_pattern('total') }} || ')[^0-9,，。；;]{0,4}' || regexp_escape({{ written }})
        ), false)
{%- endmacro %}

{# Whether a name as written is of what was added: 新增减税降费. #}
{% macro says_added(name) -%}
    coalesce(regexp_matches({{ name }}, {{ counting_pattern('added') }}), false)
{%- endmacro %}

{# The words of one sense as a pattern, put together once: asked row by row, the table would be joined to every sentence. #}
{% macro counting_pattern(sense) -%}
    (select string_agg(regexp_escape(word), '|') from {{ ref('counting_words') }} where sense = '{{ sense }}')
{%- endmacro %}
