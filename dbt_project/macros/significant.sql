{#
    A factor without what binary floating point adds to it: 10000.000000000002 is 10000. Fourteen digits are more than any
    factor of the unit table has, and fewer than rounding can reach.
#}
{% macro significant(factor) -%}
    cast(printf('%.13e', {{ factor }}) as double)
{%- endmacro %}
