{#
    Whether a product tells its value: it is there, ten digits behind the point did not make it another number, and it is
    small enough that the difference of two has room too. A place among others is counted in units, below a billion.
#}
{% macro fits(value, factor, product, measure) -%}
    coalesce(
        abs(cast({{ product }} as double) - cast({{ value }} as double) * {{ factor }})
        <= 0.001 * abs(cast({{ value }} as double) * {{ factor }})
        and abs(cast({{ product }} as double)) < case {{ measure }} when 'rank' then 1e9 else 1e17 end,
        false
    )
{%- endmacro %}
