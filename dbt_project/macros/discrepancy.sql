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
    A total so far is held to another total alone, and what was added to what was added. Registered indicators are defined once; a name that nobody registered may
    mean one thing here and another there (惠及企业 2.6 万家, 惠及企业 1.2 万家).
#}
{% macro like_with_like(candidates) -%}
    select {{ candidates }}.*
    from {{ candidates }}
    inner join {{ ref('dim_indicator') }} as indicators on {{ candidates }}.indicator_code = indicators.indicator_code
    inner join {{ ref('int_observations_converted') }} as firsts
        on {{ candidates }}.first_observation_id = firsts.observation_id
    inner join {{ ref('int_observations_converted') }} as seconds
        on {{ candidates }}.second_observation_id = seconds.observation_id
    inner join {{ ref('stg_landing__sentences') }} as first_text on firsts.sentence_id = first_text.sentence_id
    inner join {{ ref('stg_landing__sentences') }} as second_text on seconds.sentence_id = second_text.sentence_id
    where
        indicators.is_registered
        and firsts.sentence_id <> seconds.sentence_id
        and {{ says_total('firsts.written', 'first_text.sentence') }}
        = {{ says_total('seconds.written', 'second_text.sentence') }}
        and {{ says_added('firsts.indicator_written') }} = {{ says_added('seconds.indicator_written') }}
{%- endmacro %}

{# Whether a word for a total stands right before a figure as written: 累计 1522 家, 累计达到 1522 家. #}
{% macro says_total(written, sentence) -%}
    exists (
            select 1 from {{ ref('counting_words') }} as words
            where words.sense = 'total' and regexp_matches({{ sentence }}, words.word || '[^0-9,，。；;]{0,4}' || regexp_escape({{ written }}))
        )
{%- endmacro %}

{# Whether a name as written is of what was added: 新增减税降费. #}
{% macro says_added(name) -%}
    exists (
            select 1 from {{ ref('counting_words') }} as words
            where words.sense = 'added' and contains({{ name }}, words.word)
        )
{%- endmacro %}
