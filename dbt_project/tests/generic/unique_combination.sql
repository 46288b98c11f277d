{# Fails for each combination of the columns that stands more than once: the grain of a model. #}
{% test unique_combination(model, columns) %}

select
    {{ columns | join(", ") }},
    count(*) as standing
from {{ model }}
group by all
having count(*) > 1

{% endtest %}
