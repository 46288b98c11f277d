{#
    Marts hold values as binary floating point, which every client shows without trailing zeros. Whatever subtracts or
    compares two of them does so with exact decimals: 5.7 - 6 is -0.3, and not -0.2999999999999998.
#}
{% macro exact(value) -%}
    cast({{ value }} as decimal(28, 10))
{%- endmacro %}

{# The difference of two values, computed exactly and held as marts hold values. #}
{% macro difference(value, subtracted) -%}
    cast({{ exact(value) }} - {{ exact(subtracted) }} as double)
{%- endmacro %}
