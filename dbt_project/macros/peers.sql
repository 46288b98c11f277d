{# What is compared between places: an indicator in a measure, unit and period, for all places of a level. #}
{% macro places_side_by_side() -%}
    series.indicator_code,
            indicators.name_zh,
            series.measure,
            series.canonical_unit,
            series.period,
            places.level
{%- endmacro %}

{# Whether two rows are of one indicator, measure, unit and period; the places may differ. #}
{% macro of_one_kind(one, other) -%}
    {{ one }}.indicator_code = {{ other }}.indicator_code
        and {{ one }}.measure = {{ other }}.measure
        and {{ one }}.canonical_unit = {{ other }}.canonical_unit
        and {{ one }}.period = {{ other }}.period
{%- endmacro %}
