{#
    An indicator's name without what does not tell indicators apart: brackets, spaces, the reporting place and words
    like 全市 at its head, and the words for reaching a value at its end.
#}
{% macro normalised_name(name) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace({{ name }}, '[\s“”"‘’《》]|[（(][^（()）]{0,12}[)）]', '', 'g'),
            '^(?:全国|全省|全市|全县|全区|全州|全盟|我国|我省|我市|我县|我区|本市|各项|其中|力争|确保|预计)+', ''
        ),
        '(?:预期)?目标$', ''
    )
{%- endmacro %}
