{#
    Whether a figure is compared. Whoever would rather miss a figure than trust a doubtful one sets the variable
    `min_confidence`, the least confidence that is trusted; 0 trusts every figure.
#}
{% macro trusted(confidence) -%}
    {{ confidence }} >= cast({{ var('min_confidence') }} as decimal(4, 3))
{%- endmacro %}
