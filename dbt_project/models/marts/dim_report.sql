with

reports as (

    select * from {{ ref('stg_landing__reports') }}

),

regions as (

    select * from {{ ref('int_region_names') }}

),

places as (

    select * from {{ ref('dim_region') }}

),

mentions as (

    select
        report_id,
        count(*) as number_mentions,
        count(*) filter (where disposition = 'unexplained') as unexplained_numbers
    from {{ ref('stg_landing__number_mentions') }}
    group by all

),

copies as (

    select
        copy_of as file_name,
        cast(
            to_json(
                list(
                    json_object('file', file_name, 'source', source_url, 'why', reason)
                    order by file_name
                )
            ) as varchar
        ) as copies
    from {{ ref('stg_landing__quarantine') }}
    where copy_of is not null
    group by all

),

observations as (

    select
        report_id,
        count(*) as observations,
        avg(confidence) as mean_confidence
    from {{ ref('stg_landing__observations') }}
    group by all

),

final as (

    select
        reports.report_id,
        reports.content_hash,
        reports.file_name,
        reports.title,
        reports.issuing_body,
        coalesce(regions.region_code, 'unknown') as region_code,
        places.name as region,
        reports.region_evidence,
        cast(reports.report_year as integer) as report_year,
        reports.year_evidence,
        reports.report_kind,
        reports.report_kind_evidence,
        reports.published_on,
        reports.meeting_on,
        reports.format,
        cast(reports.undecodable_bytes as integer) as undecodable_bytes,
        cast(reports.pages as integer) as pages,
        cast(reports.characters as integer) as characters,
        cast(coalesce(observations.observations, 0) as bigint) as observations,
        cast(coalesce(mentions.number_mentions, 0) as bigint) as number_mentions,
        cast(coalesce(mentions.unexplained_numbers, 0) as bigint) as unexplained_numbers,
        cast(
            round(coalesce(mentions.unexplained_numbers, 0) / nullif(mentions.number_mentions, 0), 5) as double
        ) as unexplained_share,
        cast(observations.mean_confidence as decimal(4, 3)) as mean_confidence,
        reports.reader_version,
        reports.source_url,
        copies.copies,
        reports.twin_of as version_of,
        reports.revisions,
        reports.flags
    from reports
    left join regions on reports.region_name = regions.region_name
    left join places on coalesce(regions.region_code, 'unknown') = places.region_code
    left join copies on reports.file_name = copies.file_name
    left join mentions on reports.report_id = mentions.report_id
    left join observations on reports.report_id = observations.report_id

)

select * from final
