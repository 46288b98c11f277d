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
