{# The year of a period that is one calendar year, null for any other period. There is no year 0. #}
{% macro calendar_year(period) -%}
    case when regexp_full_match({{ period }}, '\d{4}') then nullif(try_cast({{ period }} as integer), 0) end
{%- endmacro %}
