{#
    Table functions for analysts, kept in the database: what was known when, two years side by side, one series.
    They are made anew after each build, for they name its tables; after one that failed before it made these, not at all,
    so that what failed is what is told. DuckDB looks the names up where the functions are used, not where they stand: of an
    attached database they are used after `use`.
#}
{% macro analyst_functions() -%}
    {% set needed = ["dim_indicator", "dim_region", "fct_indicator_vintage", "indicator_series", "year_comparison"] %}
    {% set missing = [] %}
    {% if execute and flags.WHICH in ("build", "run") %}
    {% for name in needed if load_relation(api.Relation.create(target.database, "marts", name)) is none %}
        {% do missing.append(name) %}
    {% endfor %}
    {% endif %}
    {% if execute and flags.WHICH in ("build", "run") and not missing %}
    {% do run_query("""
        create or replace macro marts.as_of(known_in) as table
            select * exclude (is_latest, superseded_after)
            from marts.fct_indicator_vintage
            where report_year <= known_in
            qualify row_number() over (
                partition by indicator_code, region_code, period, measure, status, canonical_unit
                order by report_year desc, report_kind, report_id
            ) = 1
    """) %}
    {% do run_query("""
        create or replace macro marts.indicators_named(named) as table
            select indicator_code from marts.dim_indicator
            where named in (name_zh, indicator_code)
                or lower(name_en) = lower(named)
                or list_contains(string_split(aliases, '、'), named)
    """) %}
    {% do run_query("""
        create or replace macro marts.compare(named, first_year, second_year) as table
            select * from marts.year_comparison
            where
                indicator_code in (select indicator_code from marts.indicators_named(named))
                and from_year = least(first_year, second_year)
                and to_year = greatest(first_year, second_year)
    """) %}
    {% do run_query("""
        create or replace macro marts.series(named, place) as table
            select series.* from marts.indicator_series as series
            inner join marts.dim_region as regions using (region_code)
            where indicator_code in (select indicator_code from marts.indicators_named(named))
                and place in (regions.name, regions.short_name, regions.region_code)
    """) %}
    {% endif %}
{%- endmacro %}
