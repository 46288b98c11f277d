{#
    A share or growth rounded to four digits behind the point. What has no room before it, such as a trillion times more, is
    no growth but a slip, and becomes null.
#}
{% macro four_digits(value) -%}
    cast(try_cast({{ value }} as decimal(18, 4)) as double)
{%- endmacro %}
