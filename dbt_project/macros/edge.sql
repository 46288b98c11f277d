{#
    One end of what a figure may truly be: its value less (-) or plus (+) its rounding, but for a hair, so that 5.3 and 5.4 do
    not meet at 5.35. Figures agree where the least of their upper ends is no less than the greatest of their lower ones.
#}
{% macro edge(figure, sign) -%}
    cast({{ figure }}.canonical_value as double) {{ sign }} 0.99 * {{ figure }}.rounding
{%- endmacro %}
