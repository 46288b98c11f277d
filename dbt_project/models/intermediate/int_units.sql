with

base_units as (

    select
        unit,
        dimension,
        canonical_unit,
        cast(factor as double) as factor,
        name_en
    from {{ ref('units') }}

),

indicators as (

    select * from {{ ref('indicators') }}

),

observations as (

    select * from {{ ref('stg_landing__observations') }}

),

scales (scale, multiplier) as (

    values
    ('百', cast(1e2 as double)),
    ('千', cast(1e3 as double)),
    ('万', cast(1e4 as double)),
    ('十万', cast(1e5 as double)),
    ('百万', cast(1e6 as double)),
    ('千万', cast(1e7 as double)),
    ('亿', cast(1e8 as double)),
    ('十亿', cast(1e9 as double)),
    ('百亿', cast(1e10 as double)),
    ('千亿', cast(1e11 as double)),
    ('万亿', cast(1e12 as double))

),

written as (

    select unit_written as unit from observations
    union
    select canonical_unit as unit from indicators
    union
    -- 元 for each 人: how a report may write an indicator that is per head by its definition.
    select canonical_unit || '/' || per as unit from indicators
    where per <> ''
    union
    select canonical_unit as unit from base_units
    union
    select unit from base_units

),

-- 万元/人: what is measured, and what it is divided by.
quotients as (

    select
        unit,
        split_part(unit, '/', 1) as numerator,
        substr(unit, instr(unit, '/') + 1) as denominator
    from written
    where contains(unit, '/')

),

named as (

    select unit from written
    union
    select numerator as unit from quotients
    union
    select denominator as unit from quotients

),

-- 千克 and 百分点 are units of their own, not a thousand 克 or a hundred 分点: a whole match goes before a scaled one.
whole as (

    select
        named.unit,
        base_units.unit as base_unit,
        base_units.dimension,
        base_units.canonical_unit,
        base_units.factor,
        base_units.name_en,
        0 as scale_length,
        cast(1 as double) as multiplier
    from named
    inner join base_units on named.unit = base_units.unit

),

scaled as (

    select
        named.unit,
        base_units.unit as base_unit,
        base_units.dimension,
        base_units.canonical_unit,
        base_units.factor,
        base_units.name_en,
        length(scales.scale) as scale_length,
        scales.multiplier
    from named
    inner join scales on starts_with(named.unit, scales.scale)
    inner join base_units on substr(named.unit, length(scales.scale) + 1) = base_units.unit

),

-- 83.6 万脱贫人口: a scale word and then the thing counted.
bare as (

    select
        named.unit,
        '' as base_unit,
        'number' as dimension,
        '万' as canonical_unit,
        cast(0.0001 as double) as factor,
        'number' as name_en,
        length(scales.scale) as scale_length,
        scales.multiplier
    from named
    inner join scales on named.unit = scales.scale

),

candidates as (

    select *, 1 as preference from whole
    union all
    select *, 2 as preference from scaled
    union all
    select *, 3 as preference from bare

),

-- Units of one word.
simple as (

    select
        *,
        {{ significant('factor * multiplier') }} as to_canonical
    from candidates
    qualify row_number() over (partition by unit order by preference, scale_length desc) = 1

),

-- How many canonical units of the one are to one canonical unit of the other.
divided as (

    select
        quotients.unit,
        numerators.dimension as numerator_dimension,
        denominators.dimension as denominator_dimension,
        numerators.dimension || ' per ' || denominators.dimension as dimension,
        numerators.name_en || ' per ' || denominators.name_en as name_en,
        numerators.canonical_unit as numerator_unit,
        denominators.canonical_unit as denominator_unit,
        numerators.to_canonical / denominators.to_canonical as ratio
    from quotients
    inner join simple as numerators on quotients.numerator = numerators.unit
    inner join simple as denominators on quotients.denominator = denominators.unit
    where not contains(quotients.denominator, '/') and not contains(quotients.numerator, '/')

),

-- The unit table says in which unit some quotients are compared.
preferred as (

    select
        base_units.dimension,
        base_units.canonical_unit,
        any_value(divided.ratio) as ratio
    from base_units
    inner join divided on base_units.canonical_unit = divided.unit and base_units.dimension = divided.dimension
    group by base_units.dimension, base_units.canonical_unit

),

-- Others are compared in the plain units of their parts, 吨/人 and not 万吨/万人; what is for money is for 10,000 yuan, and
-- things counted among people are for 10,000 of them.
plain as (

    select
        divided.*,
        coalesce(numerators.base_unit, divided.numerator_unit) as plain_numerator,
        coalesce(numerators.factor, 1) as plain_numerator_factor,
        case
            when divided.denominator_dimension like 'money%' then '万'
            when divided.denominator_dimension = 'people' and divided.numerator_dimension like 'count:%' then '万'
            else ''
        end as denominator_scale,
        coalesce(denominators.base_unit, divided.denominator_unit) as plain_denominator,
        coalesce(denominators.factor, 1) as plain_denominator_factor
    from divided
    left join simple as numerators
        on divided.numerator_unit = numerators.unit and divided.numerator_dimension = numerators.dimension
    left join simple as denominators
        on divided.denominator_unit = denominators.unit and divided.denominator_dimension = denominators.dimension

),

compound as (

    select
        plain.unit,
        plain.unit as base_unit,
        plain.dimension,
        coalesce(
            preferred.canonical_unit,
            plain.plain_numerator || '/' || plain.denominator_scale || plain.plain_denominator
        ) as canonical_unit,
        plain.name_en,
        cast(1 as double) as multiplier,
        {{ significant(
            "plain.ratio / coalesce(
                preferred.ratio,
                plain.plain_numerator_factor
                / (plain.plain_denominator_factor * case plain.denominator_scale when '万' then 10000 else 1 end)
            )"
        ) }} as to_canonical
    from plain
    left join preferred on plain.dimension = preferred.dimension

),

-- The units in which they are compared, where nothing is written in them.
compared as (

    select
        canonical_unit as unit,
        canonical_unit as base_unit,
        dimension,
        canonical_unit,
        cast(null as varchar) as name_en,
        cast(1 as double) as multiplier,
        cast(1 as double) as to_canonical
    from compound
    group by canonical_unit, dimension

),

unknown as (

    select
        unit,
        unit as base_unit,
        case when unit = '' then 'not_given' else 'unknown' end as dimension,
        unit as canonical_unit,
        cast(null as varchar) as name_en,
        cast(1 as double) as multiplier,
        cast(1 as double) as to_canonical
    from written

),

known as (

    select unit, base_unit, dimension, canonical_unit, name_en, multiplier, to_canonical, 1 as preference from simple
    where unit in (select unit from base_units)
    union all
    select *, 2 as preference from compound
    union all
    select unit, base_unit, dimension, canonical_unit, name_en, multiplier, to_canonical, 3 as preference from simple
    union all
    select *, 4 as preference from compared
    union all
    select *, 5 as preference from unknown

),

wanted as (

    select unit from written
    union
    select unit from compared

),

chosen as (

    select
        known.unit,
        known.base_unit,
        known.dimension,
        known.canonical_unit,
        known.multiplier,
        known.to_canonical,
        known.name_en
    from known
    inner join wanted on known.unit = wanted.unit
    qualify row_number() over (partition by known.unit order by known.preference) = 1

)

select * from chosen
