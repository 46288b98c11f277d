"""How the names of a list are parted, and what each of them takes from its first or last member."""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule, changed_by, decided
from orchestration.extraction.vocabulary import quantity
from orchestration.lexicon import Lexicon

# How many places they are, behind the last of them: 甲镇、乙镇两个乡镇财政收入.
_SEVERAL = "(?:[两二三四五六七八九十]|[0-9]+)个?(?:乡镇|街道|县区|县市|区县|[县市区镇乡旗州])"
# What parts the names of a list: every separator, the enumeration comma alone, or the comma between clauses.
ANY, COMMA, CLAUSE = "separator", "comma", "clause"


def share_of_whole(lexicon: Lexicon) -> str:
    """What several members of a list have of, or do to, one whole; it begins behind the first noun that closes a name."""
    return rf"(?:占[^、]*|对[^、]{{2,14}}的?{lexicon.any_of('contributes')}|拉动[^、]{{2,10}})"


def parted_at_rules(lexicon: Lexicon) -> list[Rule]:
    """What parts the names of a list; reads how many names either way gives and how many figures the list holds."""
    figures, all_names, comma_names = pl.col("list_length"), pl.col("_all_names"), pl.col("_comma_names")
    clause_names = pl.col("_clause_names")
    return [
        Rule(
            "parted_at.clauses",
            "交通运输、仓储和邮政业，金融业增加值分别增长5%、【6%】。",
            CLAUSE,
            "The names hold enumeration commas themselves, and the commas between clauses part as many as there are figures.",
            "名称本身含顿号，按逗号切分所得名称数与数字个数相同。",
            (figures > 1) & (clause_names == figures) & (comma_names != figures),
            CLAUSE,
        ),
        Rule(
            "parted_at.every_separator",
            "养老、失业和工伤保险参保人数分别达到210万人、86万人和【95万人】。",
            ANY,
            "Parted at every separator, the names are as many as the figures.",
            "按所有分隔词切分时，名称数与数字个数相同。",
            all_names == figures,
            ANY,
        ),
        Rule(
            "parted_at.comma",
            "批发和零售业、住宿和餐饮业增加值分别增长5%、【6%】。",
            COMMA,
            "Parted at the enumeration comma alone, the names are as many as the figures.",
            "仅按顿号切分时，名称数与数字个数相同。",
            comma_names == figures,
            COMMA,
        ),
        *_uneven(),
    ]


def _uneven() -> list[Rule]:
    """What parts names that are not as many as the figures."""
    figures, all_names, comma_names = pl.col("list_length"), pl.col("_all_names"), pl.col("_comma_names")
    return [
        Rule(
            "parted_at.said_of_each",
            "文化、旅游产业增加值均增长【7%】。",
            ANY,
            "One figure is said of each of several names.",
            "一个数字分别说明多个名称。",
            (figures == 1) & pl.col("_of_each") & (all_names > 1),
            ANY,
        ),
        Rule(
            "parted_at.uneven_separators",
            "棉花、油料和糖料、蔬菜产量分别增长3%、【4%】。",
            ANY,
            "Names and figures do not count up, and all separators give more names than the enumeration comma does.",
            "名称数与数字个数不符，且按所有分隔词切分所得名称多于仅按顿号切分。",
            (figures > 1) & (comma_names > 1) & (all_names > comma_names),
            ANY,
        ),
        Rule(
            "parted_at.uneven_commas",
            "棉花、油料产量分别增长3%、4%、【5%】。",
            COMMA,
            "Names and figures do not count up, and the enumeration comma parts the names.",
            "名称数与数字个数不符，名称按顿号切分。",
            (figures > 1) & (comma_names > 1),
            COMMA,
        ),
        Rule(
            "parted_at.nothing",
            "棉花产量分别增长3%、【4%】。",
            None,
            "The clause names one thing only.",
            "分句中只有一个名称。",
            None,
            None,
        ),
    ]


def with_member(items: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Complete each name of a list by what the list states once: 失业 → 失业保险参保人数.

    Adds `member` (the name), with `member_rule`: the rule that told what it took, null where it stands complete.
    """
    frame = decided(_features(items, lexicon), "_tail", tail_rules(lexicon), by="_tail_rule")
    # What the last name alone ends with the first one shares, and the last one shares the scope of the first.
    last_shares = (pl.col("item") == pl.col("last_item")) & (pl.col("_tail").first().over("list") != "")
    scoped = pl.col("_scope").is_not_null() & ((pl.col("_tail") != "") | last_shares)
    # 对东盟、欧盟进出口
    toward = pl.col("first_item").str.contains("^对[^外接口标]") & ~pl.col("item").str.contains("^对")
    toward = toward & (pl.col("_tail").first().over("list") != "")
    frame = decided(frame.with_columns(_scoped=scoped, _toward=toward), "_head", head_rules(lexicon), by="_head_rule")
    named = pl.concat_str("_head", "item", "_tail", "shared").str.strip_chars("“”、")
    # 花山镇三个乡镇财政收入: how many places there are is no part of the last one's name.
    name = named.str.replace(f"([镇乡县区市旗村]){_SEVERAL}", "${1}")
    return frame.with_columns(
        member=name, member_rule=pl.coalesce(changed_by("_head_rule"), changed_by("_tail_rule"))
    ).drop("^_.*$")


def _features(items: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add what the rules read.

    `_closed`: the name ends as names of quantities do. `_of_class`: with a class word. `_owner`: whose quantity the
    first name is, where this one is a bare quantity. `_whom`: the same for a bare rate. `_alike`: the last name goes on
    from one that is as long and ends as this one. `_scope`, `_unit`: the scope, or the unit of which it is reckoned, that
    the first name alone states.
    """
    item, first, last = pl.col("item"), pl.col("first_item"), pl.col("last_item")
    other = item != first
    length = item.str.len_chars()
    of_owner, scope, unit = (lexicon.any_of(role) for role in ("quantity_of_owner", "listed_scope", "reckoned_by"))
    # 人民币存款、贷款余额: whose or in which currency holds for both.
    scope = f"(?:{scope}|(?:{lexicon.any_of('lender')})+)"
    closed = (
        item.str.contains(f"{quantity(lexicon)}$")
        | item.str.contains("[^人]数$|[率量额值费]$|人次$")
        | item.str.contains(f"{share_of_whole(lexicon)}$")
    )
    # 进口、出口总额: a direction alone is no quantity yet.
    closed = closed & ~item.is_in(["进口", "出口"])
    twin = last.str.slice(0, length)
    alike = (item != last) & (length <= 4) & (last.str.len_chars() > length + 1)
    alike = alike & (twin.str.slice(-1) == item.str.slice(-1)) & ~closed
    bare_rate = item.str.contains("^[\u4e00-\u9fff]{1,2}率$") & first.str.contains("[\u4e00-\u9fff]{3,}率$")
    whom = first.str.slice(0, first.str.len_chars().cast(pl.Int64) - length)
    bare = item.str.contains(f"^{of_owner}$")
    short = item.str.contains("^[\u4e00-\u9fff]{2,5}$")
    return items.with_columns(
        _closed=closed,
        # 制造业 has its class word already; 失业 and 就业 are none.
        _of_class=item.str.contains(f"(?:{lexicon.any_of('shared_class', 'made_class')}|[^失就创]业)$"),
        _owner=pl.when(other & bare).then(first.str.extract(f"^(.{{2,}}?)(?:{of_owner}|起数)$")),
        _whom=pl.when(other & bare_rate).then(whom),
        _alike=alike,
        _scope=pl.when(other & ~item.str.contains(f"^(?:{scope}|全)")).then(
            # 民营企业、外资企业出口: an owner of its own, and no part of a wider one.
            pl.when(~first.str.contains("^民营(?:经济|企业)")).then(first.str.extract(f"^({scope})[^、]{{2,}}"))
        ),
        _unit=pl.when(other & short).then(first.str.extract(f"^({unit})")),
    )


def tail_rules(lexicon: Lexicon) -> list[Rule]:
    """What a name of a list takes from the last one to stand behind it."""
    return [*_cut_tails(lexicon), *_whole_tails()]


def _tails_of_substances(lexicon: Lexicon) -> list[Rule]:
    """Deposits, loans and pollutants, of which the last name says what is measured."""
    item, last = pl.col("item"), pl.col("last_item")
    return [
        Rule(
            "completion.tail_balance",
            "人民币存款、贷款余额分别增长【5%】、6%。",
            "人民币存款余额",
            "The name is of deposits or loans, and the last name says that it is their balance.",
            "名称为存款或贷款，末项说明是余额。",
            item.str.contains("[存贷]款$") & last.str.contains("余额$"),
            "余额",
        ),
        Rule(
            "completion.tail_emission",
            "化学需氧量、二氧化硫排放量分别下降【4%】、6%。",
            "化学需氧量排放量",
            "The name is a pollutant, and the last name says that it is its emission.",
            "名称为污染物，末项说明是排放量。",
            item.str.contains(f"^{lexicon.any_of('pollutant')}$") & last.str.contains("排放总?量$"),
            last.str.extract("(排放总?量)$"),
        ),
    ]


def _cut_tails(lexicon: Lexicon) -> list[Rule]:
    """Names that are a part of the last one, and share what follows that part there."""
    item, last = pl.col("item"), pl.col("last_item")
    of_owner = lexicon.any_of("quantity_of_owner")
    return [
        Rule(
            "completion.tail_of_owner_as_it_stands",
            "财政收入和支出分别增长3%、【4%】。",
            "财政支出",
            "The name is a bare quantity whose owner the first name states; it takes nothing else.",
            "名称只是数量词，所属由首项说明，不再补充后部。",
            pl.col("_owner").is_not_null() | pl.col("_whom").is_not_null(),
            "",
        ),
        *_tails_of_short_names(),
        Rule(
            "completion.tail_behind_grade",
            "国家级、省级农业产业园分别达到【3个】、12个。",
            "国家级农业产业园",
            "The name is a grade, and takes what follows the grade in the last name.",
            "名称是级别，补上末项中级别之后的部分。",
            item.str.contains("级$") & pl.col("tail_graded").is_not_null(),
            pl.col("tail_graded"),
        ),
        *_tails_of_substances(lexicon),
        Rule(
            "completion.tail_behind_alike",
            "食品、药品抽检批次分别达到【500批次】、300批次。",
            "食品抽检批次",
            "The last name begins with a word as long and with the same last character, and the name takes what follows it.",
            "末项以字数相同、末字相同的词开头，补上其后的部分。",
            pl.col("_alike"),
            last.str.slice(item.str.len_chars()).str.replace(f"^{_SEVERAL}", ""),
        ),
        Rule(
            "completion.tail_share",
            "服务业增加值、高技术产业增加值占比分别为【55%】、20%。",
            "服务业增加值占比",
            "The name is of a quantity, and the last name says that it is that quantity's share.",
            "名称为数量，末项说明是该数量的占比。",
            pl.col("_closed")
            & last.str.contains(f"(?:{of_owner}|总额|销售额)占比$")
            & item.str.contains(f"(?:{of_owner}|总额)$"),
            "占比",
        ),
    ]


def _tails_of_short_names() -> list[Rule]:
    """Names that are a place or one character, and take what follows its like in the last one."""
    item, last = pl.col("item"), pl.col("last_item")
    return [
        Rule(
            "completion.tail_behind_place",
            "襄阳、宜昌经济总量分别突破【5000亿元】、6000亿元。",
            "经济总量",
            "The name is a place alone, and takes what follows the place in the last name.",
            "名称只是地名，补上末项中地名之后的部分。",
            (item == pl.col("item_place")) & pl.col("last_place").is_not_null(),
            # 甲镇、乙镇两个乡镇财政收入: how many they are is said once for all.
            last.str.slice(pl.col("last_place").str.len_chars()).str.replace(f"^{_SEVERAL}", ""),
        ),
        Rule(
            "completion.tail_behind_one_character",
            "省、市级项目分别达到【30个】、40个。",
            "省级项目",
            "The name is one character, and takes what follows the first character of the last name.",
            "名称只有一个字，补上末项第一个字之后的部分。",
            (item.str.len_chars() == 1) & (last.str.len_chars() > 1),
            last.str.slice(1),
        ),
    ]


def _whole_tails() -> list[Rule]:
    """Names that take the quantity, or the class word and the quantity, that the last one ends with."""
    open_ended, of_class = ~pl.col("_closed"), pl.col("_of_class")
    core, full = pl.col("tail_core"), pl.col("tail_full")
    return [
        Rule(
            "completion.tail_quantity",
            "高技术制造业、电子信息产业增加值分别增长【8%】、9%。",
            "高技术制造业增加值",
            "The name ends with a class word of its own, and takes the quantity that the last name ends with.",
            "名称已有类别词，补上末项结尾的数量词。",
            open_ended & of_class & (core != "") & (pl.col("last_item") != core),
            core,
        ),
        Rule(
            "completion.tail_class_and_quantity",
            "养老、失业、工伤保险参保人数分别达到【210万人】、86万人、95万人。",
            "养老保险参保人数",
            "The name takes the class word and the quantity that the last name ends with.",
            "补上末项结尾的类别词和数量词。",
            open_ended
            & ~of_class
            & (full != "")
            & (pl.col("item") != pl.col("last_item"))
            & (pl.col("last_item") != full),
            full,
        ),
        Rule(
            "completion.tail_said_behind",
            "甲醇、乙烯等化工产品产量均增长【3%】。",
            "甲醇产量",
            "The names take what the clause says behind 分别 or 等, once for all.",
            "各名称补上“分别”或“等”之后统一说明的部分。",
            pl.col("shared") != "",
            "",
        ),
        Rule(
            "completion.tail_as_it_stands",
            "粮食产量、油料产量分别增长3%、【4%】。",
            "油料产量",
            "The name stands complete, or the last name ends with nothing that others could share.",
            "名称本身完整，或末项没有可供共用的结尾。",
            None,
            "",
        ),
    ]


def head_rules(lexicon: Lexicon) -> list[Rule]:
    """What a name of a list takes from the first one to stand before it."""
    return [
        Rule(
            "completion.head_owner",
            "财政收入和支出分别增长3%、【4%】。",
            "财政支出",
            "The name is a bare quantity, and is of what the first name is of.",
            "名称只是数量词，所属与首项相同。",
            pl.col("_owner").is_not_null(),
            pl.col("_owner"),
        ),
        Rule(
            "completion.head_whom",
            "适龄儿童入园率和普惠率分别达到95%、【90%】。",
            "适龄儿童普惠率",
            "The name is a bare rate, and is of whom the first name says.",
            "名称只是比率，对象与首项相同。",
            pl.col("_whom").is_not_null(),
            pl.col("_whom"),
        ),
        Rule(
            "completion.head_toward",
            "对东盟、欧盟进出口分别增长12%、【9%】。",
            "对欧盟进出口",
            "The first name alone says 对, and what is done with the others is done towards them, too.",
            "“对”只在首项说明，其余各项相同。",
            pl.col("_toward"),
            "对",
        ),
        Rule(
            "completion.head_scope",
            "农村自来水、宽带、卫生厕所普及率分别达到90%、【88%】、85%。",
            "农村宽带普及率",
            "The first name alone says of which part of the whole it is, and that holds for the others.",
            "范围只在首项说明，其余各项相同。",
            pl.col("_scoped"),
            pl.col("_scope"),
        ),
        Rule(
            "completion.head_unit",
            "单位工业增加值能耗、水耗分别下降3%、【4%】。",
            "单位工业增加值水耗",
            "The first name alone says of what unit it is reckoned, and that holds for the others.",
            "单位基数只在首项说明，其余各项相同。",
            pl.col("_unit").is_not_null(),
            pl.col("_unit"),
        ),
        Rule(
            "completion.head_as_it_stands",
            "粮食产量、油料产量分别增长【3%】、4%。",
            "粮食产量",
            "The name takes nothing from the first one.",
            "名称不从首项补充。",
            None,
            "",
        ),
    ]
