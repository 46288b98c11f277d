{#
    Relations by schema and name, without the database. DuckDB names a database after its file, or as whoever attaches it
    says, and a view keeps the names it was made with: with the database among them it would break under any other name.
#}
{% macro ref() -%}
    {% do return(builtins.ref(*varargs, **kwargs).include(database=false)) %}
{%- endmacro %}

{% macro source() -%}
    {% do return(builtins.source(*varargs).include(database=false)) %}
{%- endmacro %}
