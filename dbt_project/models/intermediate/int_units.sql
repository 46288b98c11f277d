with

base_units as (

    select * from {{ ref('units') }}

),

indicators as (

    select * from {{ ref('indicators') }}

),

observations as (

    select * from {{ ref('stg_landing__observations') }}

),

scales (scale, multiplier) as (

    values
    ('百', cast(1e2 as decimal(13, 0))),
    ('千', cast(1e3 as decimal(13, 0))),
    ('万', cast(1e4 as decimal(13, 0))),
    ('十万', cast(1e5 as decimal(13, 0))),
    ('百万', cast(1e6 as decimal(13, 0))),
    ('千万', cast(1e7 as decimal(13, 0))),
    ('亿', cast(1e8 as decimal(13, 0))),
    ('十亿', cast(1e9 as decimal(13, 0))),
    ('百亿', cast(1e10 as decimal(13, 0))),
    ('千亿', cast(1e11 as decimal(13, 0))),
    ('万亿', cast(1e12 as decimal(13, 0)))

),

written as (

    select unit_written as unit from observations
    union
    select canonical_unit as unit from indicators
    union
    select canonical_unit as unit from base_units
    union
    select unit from base_units

),

-- 千克 and 百分点 are units of their own, not a thousand 克 or a hundred 分点: a whole match goes before a scaled one.
whole as (

    select
        written.unit,
        base_units.unit as base_unit,
        base_units.dimension,
        base_units.canonical_unit,
        base_units.factor,
        base_units.name_en,
        0 as scale_length,
        1 as multiplier
    from written
    inner join base_units on written.unit = base_units.unit

),

scaled as (

    select
        written.unit,
        base_units.unit as base_unit,
        base_units.dimension,
        base_units.canonical_unit,
        base_units.factor,
        base_units.name_en,
        length(scales.scale) as scale_length,
        scales.multiplier
    from written
    inner join scales on starts_with(written.unit, scales.scale)
    inner join base_units on substr(written.unit, length(scales.scale) + 1) = base_units.unit

),

-- 83.6 万脱贫人口: a scale word and then the thing counted.
bare as (

    select
        written.unit,
        '' as base_unit,
        'number' as dimension,
        '万' as canonical_unit,
        0.0001 as factor,
        'number' as name_en,
        length(scales.scale) as scale_length,
        scales.multiplier
    from written
    inner join scales on written.unit = scales.scale

),

unknown as (

    select
        written.unit,
        written.unit as base_unit,
        case when written.unit = '' then 'not_given' else 'unknown' end as dimension,
        written.unit as canonical_unit,
        1 as factor,
        cast(null as varchar) as name_en,
        0 as scale_length,
        1 as multiplier
    from written

),

candidates as (

    select *, 1 as preference from whole
    union all
    select *, 2 as preference from scaled
    union all
    select *, 3 as preference from bare
    union all
    select *, 4 as preference from unknown

),

chosen as (

    select
        unit,
        base_unit,
        dimension,
        canonical_unit,
        name_en,
        cast(factor * multiplier as decimal(25, 13)) as to_canonical
    from candidates
    qualify row_number() over (partition by unit order by preference, scale_length desc) = 1

)

select * from chosen
