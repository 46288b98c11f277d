{#
    The key of a series: one indicator of one region in one measure and one canonical unit. Two figures of one series, period
    and status are about the same thing, and only such figures are held against each other.
#}
{% macro series_key(indicator_code, region_code, measure, canonical_unit) -%}
    {{ surrogate_key([indicator_code, region_code, measure, canonical_unit]) }}
{%- endmacro %}

{# Whether two rows are about one figure: the same series, period and status. Reports may differ. #}
{% macro same_figure(one, other) -%}
    {{ one }}.series_key = {{ other }}.series_key
            and {{ one }}.period = {{ other }}.period
            and {{ one }}.status = {{ other }}.status
{%- endmacro %}
