{#
    Table functions for analysts, kept in the database: what was known when, two years side by side, one series.
    They are made anew after each build, for they name its tables; after one that failed before it made these, not at all,
    so that what failed is what is told. DuckDB looks the names up where the functions are used, not where they stand: of an
    attached database they are used after `use`. A name that nothing has is an error that tells which names are near.
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
    {% do table_function(
        "indicators_named", ["named"],
        "indicators_named(name): codes of the indicators of this code, Chinese or English name, or alias. An error where there is none. 按名称查指标代码",
        "
            with found as (
                select indicator_code from marts.dim_indicator
                where named in (name_zh, indicator_code)
                    or lower(name_en) = lower(named)
                    or list_contains(string_split(aliases, '、'), named)
            ),
            near as (
                select name_zh, contains(name_zh, named) as holds_it, jaro_winkler_similarity(name_zh, named) as likeness
                from marts.dim_indicator
                where indicator_code in (select indicator_code from marts.fct_indicator_vintage)
                order by holds_it desc, likeness desc, name_zh
                limit 5
            )
            select indicator_code from found
            union all
            select error(
                coalesce(named || ': no such indicator; ', 'no name was given; ')
                || coalesce('near are ' || (select string_agg(name_zh, '、' order by holds_it desc, likeness desc, name_zh) from near), 'there is none')
            )
            where not exists (from found)
        "
    ) %}
    {% do table_function(
        "regions_named", ["named"],
        "regions_named(name): codes of the places of this code, name or short name. An error where there is none. 按名称查地区代码",
        "
            with found as (
                select region_code from marts.dim_region
                where named in (region_code, name, short_name) and level <> 'unknown'
            ),
            near as (
                select name, contains(name, named) as holds_it, jaro_winkler_similarity(name, named) as likeness
                from marts.dim_region where level <> 'unknown'
                order by holds_it desc, likeness desc, name
                limit 5
            )
            select region_code from found
            union all
            select error(
                coalesce(named || ': no such place; ', 'no name was given; ') || 'near are '
                || (select string_agg(name, '、' order by holds_it desc, likeness desc, name) from near)
            )
            where not exists (from found)
        "
    ) %}
    {% do table_function(
        "as_of", ["known_in"],
        "as_of(report_year): rows of fct_indicator_vintage as the reports of that year and before had them. 截至某年报告的数值",
        "
            select * exclude (is_latest, superseded_after)
            from marts.fct_indicator_vintage
            where report_year <= known_in
            qualify row_number() over (
                partition by series_key, period, status order by vintage_number desc
            ) = 1
        "
    ) %}
    {% do table_function(
        "compare", ["named", "first_year", "second_year"],
        "compare(indicator, year, year): rows of year_comparison of an indicator, by any of its names, in two years. 两年对比",
        "
            select * from marts.year_comparison
            where
                indicator_code in (select indicator_code from marts.indicators_named(named))
                and from_year = least(first_year, second_year)
                and to_year = greatest(first_year, second_year)
        "
    ) %}
    {% do table_function(
        "series", ["named", "place"],
        "series(indicator, place): rows of indicator_series of an indicator in a place, by any of their names. 一地一指标的时间序列",
        "
            select * from marts.indicator_series
            where
                indicator_code in (select indicator_code from marts.indicators_named(named))
                and region_code in (select region_code from marts.regions_named(place))
        "
    ) %}
    {% endif %}
{%- endmacro %}

{# Make a table function in marts, with the comment that duckdb_functions() shows. #}
{% macro table_function(name, parameters, comment, query) -%}
    {% do run_query("create or replace macro marts." ~ name ~ "(" ~ parameters | join(", ") ~ ") as table " ~ query) %}
    {% do run_query("comment on macro table marts." ~ name ~ " is '" ~ comment ~ "'") %}
{%- endmacro %}
