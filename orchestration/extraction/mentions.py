"""Sentences → tokens: every number, date, code and time word, with the text on both sides.

A token's `kind` says what it is by its form and its neighbours. What a figure measures is decided later, in
`observations`; here only `value` tokens are told from the rest.
"""

from __future__ import annotations

import re

import polars as pl

from orchestration.extraction import numerals, runs
from orchestration.extraction.canonical import DIGIT_GAP
from orchestration.lexicon import SCALES, Lexicon

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
_OPEN, _CLOSE = "\ue001", "\ue002"
# Stand for characters that look like units and begin a word, while numbers are looked for: 5 万亿台阶 is a step, 8 方面
# are sides, and 13 亿人口 and 4000 万人民 are people.
_WORDS = {"台阶": "\ue00e阶", "方面": "\ue00f面", "人口": "\ue010口", "人民": "\ue011民"}
_STANDING_FOR = {"\ue00e": "台", "\ue00f": "方", "\ue010": "人", "\ue011": "人"}
_TO = r"[—\-至到]"
_YEAR = r"(?:19|20)[0-9]{2}"
_QUARTER = r"(?:前三季度|前三个季度|第?[一二三四]季度|上半年|下半年)"
_MONTHS = rf"(?:[0-9]{{1,2}}{_TO}[0-9]{{1,2}}月份?|前[0-9]{{1,2}}个?月)"
# “十四五” is followed by a word that makes it a time; on its own it names a plan.
_PLAN_YEARS = r"“?(?:九五|十五|十[一二三四五六七]五)”?(?:规划|计划)?(?:期间|时期|以来|末|期末|前四年|前三年)"
TIME = (
    rf"(?:{_YEAR}年?{_TO}(?:{_YEAR}|[0-9]{{2}})年(?:度|间|期间)?"
    rf"|{_YEAR}年(?:{_QUARTER}|{_MONTHS}|[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?(?:末|底|份)?|年?[末底初]|度)?"
    rf"|{_YEAR}[\-/\.][0-9]{{1,2}}[\-/\.][0-9]{{1,2}}"
    rf"|{_MONTHS}|[0-9]{{1,2}}月[0-9]{{1,2}}日|[0-9]{{1,2}}月(?:份|末|底)?"
    rf"|{_QUARTER}|{_PLAN_YEARS}|(?:过去|近|这)五年|五年来|五年间|今年以来|今年|去年|明年|全年)"
)
# Letters with digits (PM2.5, G85, 5G), sums of codes (1+18+N), document numbers, footnote marks, clock times.
CODE = (
    r"(?:(?:[A-Z][A-Za-z]*|pm)(?:[\.\-_]?[0-9]+(?:\.[0-9]+)?)+(?:[A-Za-z]+[0-9]*)?|[0-9]+(?:\+[0-9A-Za-z]+)+|\[+[0-9]{1,3}\]+"
    r"|[\[\(][0-9]{4}[\]\)][0-9]+号|(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?|0[0-9]{2,3}-[0-9]{7,8}|[0-9]{1,2}[·•][0-9]{1,2}|[0-9]+(?:\.[0-9]+){2,}|[0-9]+[A-Za-z]+)"
)
# 图1:2011-2015年… at the head of a line is the number of a figure or table.
CAPTION = r"(?:^(?:图|表|附表|附图|专栏)[0-9]{1,2})"

# Things of which a class is bounded by a size.
_CLASSES = "企业|项目|县|村|镇|集群|园区|城市|产业|平台|工程|单位|用户|家庭|品牌|产品|客户|市场"
_HAN_DIGIT = "[一二两三四五六七八九]"
_HAN_INTEGER = "[一二两三四五六七八九十百千零]+"
_HAN_TENS = "(?:[一二三四五六七八九]?十[一二三四五六七八九]|[二三四五六七八九]十)"
_HAN_COUNT = f"(?:{_HAN_TENS}|{_HAN_DIGIT}[百千](?:零?[一二三四五六七八九十百]+)?)"
# Figures in words. A bare 三个 or 两项 counts nothing that a reader would compare, so whole numbers in words need two
# characters and a unit; the other forms measure by themselves.
WORDED = (
    rf"(?:[百千]分之{_HAN_INTEGER}(?:点[零一二三四五六七八九]+)?|[二三四五六七八九十]分之{_HAN_DIGIT}|翻(?:了)?{_HAN_DIGIT}?番|{_HAN_DIGIT}成(?:[半一二三四五六七八九])?"
    rf"|{_HAN_DIGIT}倍|一半|过半|两位数|持平)"
)


def token_pattern(lexicon: Lexicon) -> str:
    """One alternation for all tokens; the order decides where two could match."""
    unit = lexicon.unit_pattern
    letters = r"(?:km|kW|MW|GW|kWh|kg|TEU|Gbps|Tbps|EFLOPS|PFLOPS|EFlops|PFlops|PF|EF|TB|PB|EB)"
    ratio = rf"{NUMBER}(?::{NUMBER})+"
    # Maternal and infant deaths are counted per 100,000.
    per = rf"{NUMBER}/(?:1?0万|[百十]万)"
    fraction = "[1-9]/[1-9][0-9]?"
    ranged = rf"{NUMBER}(?:{unit})?[—\-~至]{NUMBER}(?:余|多)?(?:{unit})?|{NUMBER}到{NUMBER}(?:{unit})?"
    single = rf"{NUMBER}(?:(?:余|多)(?:{unit})|(?:万亿|亿|万|千|百)(?:余|多)(?:{unit})?|{unit}|余|多)?"
    return f"(?:{CAPTION}|{TIME}|{_counted(lexicon)}|{NUMBER}{letters}|{CODE}|{ratio}|{per}|{fraction}|{ranged}|{single}|{WORDED})"


def _counted(lexicon: Lexicon) -> str:
    unit = lexicon.whole_unit_pattern
    scale = "(?:万亿|千亿|百亿|亿|万)"
    pairs = "(?:一两|二三|两三|三四|四五|五六|六七|七八|八九)"
    # The unit is long: it stands as seldom as can be.
    whole = (
        f"{_HAN_INTEGER}万零?{_HAN_DIGIT}[一二两三四五六七八九十百千零]*|{_HAN_INTEGER}点[零一二三四五六七八九]+"
        f"|{pairs}[十百千]|(?:{pairs}|十几|{_HAN_DIGIT}){scale}|[0-9]{{1,4}}万[0-9]千|{_HAN_COUNT}"
    )
    return f"(?:{whole})(?:余|多)?{unit}"


def tokens(sentences: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row per stretch of a sentence: what precedes the first token (`token` null), then each token.

    Adds to the sentence's columns: `token` (figures in words turned into digits), `written` (as it stands),
    `after` (text up to the next token), `before` (text since the last one), `at` and `to` (canonical offsets of
    the token), `nth` (0 for the leading stretch).
    """
    marked = (
        pl.col("text")
        .str.replace_many(_WORDS)
        .str.replace_all(token_pattern(lexicon), f"{_OPEN}${{0}}{_CLOSE}")
        .str.replace_many(_STANDING_FOR)
    )
    length = pl.col("piece").str.replace(_CLOSE, "", literal=True).str.len_chars().cast(pl.Int64)
    first = pl.col("nth") == 0
    worded = runs.where(pl.col("token"), "^[一二两三四五六七八九十百千翻过持]|^[0-9]+万[0-9]千")
    return (
        # Most sentences hold no figure at all; the others are worth the long pattern.
        sentences.filter(
            pl.col("text").str.contains(r"[0-9]|[百千成倍番半数]|持平|[一二两三四五六七八九十几][万亿]|分之")
        )
        .with_columns(piece=marked.str.split(_OPEN))
        .explode("piece")
        .with_columns(nth=runs.position(pl.col("sentence")))
        .with_columns(halves=pl.col("piece").str.split_exact(_CLOSE, 1))
        .with_columns(
            token=pl.when(~first).then(pl.col("halves").struct.field("field_0")),
            after=pl.col("halves").struct.field("field_1").fill_null(pl.col("piece")),
        )
        .with_columns(at=pl.col("at") + runs.cum_sum(length, pl.col("sentence")) - length)
        .with_columns(to=pl.col("at") + pl.col("token").str.len_chars().cast(pl.Int64), written="token")
        .with_columns(
            token=pl.coalesce(numerals.in_digits(worded, f"^(?:{WORDED}|{_counted(lexicon)})$"), pl.col("token"))
        )
        .with_columns(before=pl.when(~first).then(pl.col("after").shift(1)).fill_null(""))
        .drop("piece", "halves")
    )


def classify(tokens: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """Add `kind`: `value`, or why the number is none (the dispositions of the ledger)."""
    token, before, after = pl.col("token"), pl.col("before"), pl.col("after")
    first = (pl.col("nth") == 1) & (before.str.strip_chars("#") == "")
    has_unit, unit, bare, ranked, ratio = (pl.col(n) for n in ("_has_unit", "_unit", "_bare", "_ranked", "_ratio"))
    next_same_clause = (pl.col("sentence") == pl.col("sentence").shift(-1)) & ~after.str.contains(r"[,;:。、]")
    # Inside quotation marks or book-title marks a number is part of a name, unless it is all that is quoted:
    # “65 万人”的目标 is a figure, “新增 5511”行动 is a name.
    opened = before.str.contains(r"[“《][^”》]*$")
    figure_quoted = before.str.contains(r"“(?:[约近超达]|超过|不低于|增长)?$") & after.str.contains(
        r"^(?:左右|上下|以上|以内|以下)?”"
    )
    closed = after.str.contains(r"^[^“《,。;]*[”》]")
    # 以下8个方面: the text counts its own parts.
    of_text = before.str.contains("(?:以下|下列|如下)[^,;:。]{0,3}$") & unit.is_in(["个", "项", "点", "条", "类", ""])
    # “20条”等政策: what is counted follows the quotation, so the whole is a name.
    title = unit.is_in(["条", "个", "项", "点", "大"]) & after.str.contains("^”(?:等|一揽子)?[\u4e00-\u9fff]")
    title = title & ~after.str.contains("^”(?:的|左右|以上|目标)")
    # “从0到1”: a number without a unit that stands anywhere within quotation marks.
    within_quotes = (
        (pl.col("_quotes") > 0) & token.str.contains("^[0-9]") & (~has_unit | (before == "") | (after == ""))
    )
    named = (opened & closed & ~(figure_quoted & has_unit & ~title)) | within_quotes
    time_unit = unit.is_in(lexicon.of_role("duration_unit"))
    lasting = before.str.contains(
        r"(?:寿命|时间|时长|时限|时数|小时数|天数|日数|周期|年限|工期|历时)[^,;。]{0,8}$"
    ) | before.str.contains(r"(?:压缩|缩短|延长|减少|增加|达|达到|至|到|为)$")
    says_rank = before.str.contains(
        r"(?:居|列|排|位|升至|升到|前移|跃升|名次|排名|保持|跃居|上升到|上升至|进入|稳居|为|从|由)[^,;。]{0,12}第$"
    ) | (before.str.contains(r"(?:居|列|排|位|升至|升到|进入|跻身|排名)[^,;。]{0,10}前$"))
    # 成为我省第6个遗产: the number of its kind, and no rank.
    nth_of_kind = before.str.contains("(?:成为|是|为|继)[^,;:。]{0,16}第$") & ~unit.is_in(["", "位", "名"])
    # 居全国第8位、副省级城市第5位: the verb is said once for all ranks.
    next_rank = before.str.contains("^(?:、|和|及|,)[^,;:。]{0,12}第$") & says_rank.shift(1).fill_null(value=False)
    threshold = after.str.contains(r"^(?:及)?(?:以上|以下|以内)(?:的)?[\u4e00-\u9fff]") & next_same_clause
    # 其中10亿元以上6个: of those counted before.
    counts_next = (pl.col("sentence") == pl.col("sentence").shift(-1)) & ~pl.col("_unit").shift(-1).is_in(["", "%"])
    threshold = threshold | (after.str.contains("^(?:及)?以[上下]的?$") & counts_next & (unit != "%"))
    # 年收入超50万元的强村5个: what bounds the things counted, but not their total.
    bounds_next = before.str.contains("(?:超过?|突破|不低于|不少于|达到?)$") & ~before.str.contains(
        "总投资[^,;。]{0,4}$"
    )
    threshold = threshold | (bounds_next & after.str.contains("^的[^,;:。、]{1,14}$") & counts_next & (unit != "%"))
    # 能耗超 5000 吨标准煤重点企业, 生产总值超 200 亿元县达 26 个, 50 米内换乘: a size that bounds a class of things.
    sized = pl.col("_sized")
    over = before.str.contains("超过?$") & sized & after.str.contains(f"^的?[\u4e00-\u9fff]{{0,4}}?(?:{_CLASSES})")
    counted_class = after.str.contains(r"^的?[\u4e00-\u9fff()]{1,10}?(?:达到?|共有?|有|增至|增加到)$") & counts_next
    within = unit.is_in(["米", "公里", "分钟", "小时", "天", "日", "年"]) & after.str.contains("^以?内[\u4e00-\u9fff]")
    # 9 兆瓦时级储能系统, 400 亿级产业名镇.
    graded = after.str.contains("^级") & (unit != "")
    threshold = threshold | over | (before.str.contains("超过?$") & sized & counted_class) | within | graded
    # 3 个过三千亿元城市, 5 家 50 亿元企业: a size between a count and what is counted.
    counts_before = pl.col("_counts").shift(1) & (pl.col("sentence") == pl.col("sentence").shift(1))
    of_each = sized & before.str.contains("^(?:过|超|上|超过|突破)?$") & counts_before.fill_null(value=False)
    threshold = threshold | (of_each & after.str.contains("^(?:以上|及以上)?的?[\u4e00-\u9fff]"))
    # 每50公斤提高5元, 每增长1个百分点: what the figure is reckoned by.
    reckoned = before.str.contains("每(?:增长|增加|提高|提升|下降|降低|减少)?$") & has_unit & (unit != "%")
    threshold = threshold | (reckoned & after.str.contains("^(?:的|[\u4e00-\u9fff])"))
    # 跨越 3 个千亿元台阶: steps of a scale measure nothing.
    steps = (unit == "个") & after.str.contains("^(?:[百千万亿]+元?)?级?(?:新?台阶|大关|关口)")
    # 18周岁以下、60岁及以上人口: an age that bounds a group; a life expectancy is a figure.
    aged = unit.is_in(["岁", "周岁"]) & ~(
        before.str.contains(r"(?:寿命|年龄)[^,;。]*$|(?:提[高升]|延长|增加?)(?:至|到)$")
        | after.str.contains("^(?:提[高升]|延长|增加?|上升)(?:至|到)")
    )
    # (以女性为100), 上年=100: what an index is set to.
    defined = (unit == "") & before.str.contains(r"(?:以[^,;。]{1,10}为|=)$")
    worded = pl.col("written") != token
    # 保持平稳 holds no 持平; five things that double (五个翻番) are a name.
    not_a_figure = (token == "0%") & (before.str.contains("[保支坚维主扶把]$") | after.str.contains("^[稳衡等和]"))
    not_a_figure = not_a_figure | before.str.contains("[一二两三四五六七八九十]个$")
    not_a_figure = not_a_figure | after.str.contains(f"^{lexicon.any_of('no_figure_after')}")
    # 快于全省1.8和2.7个百分点: a list states its unit once, for the last figure.
    separated = after.str.contains("^(?:、|,|和|与|及|以及)$") & (pl.col("sentence") == pl.col("sentence").shift(-1))
    next_unit = (
        pl.when(separated & bare).then(None).otherwise(has_unit | token.str.contains("^[^0-9]").fill_null(value=False))
    )
    elided = separated & bare & next_unit.backward_fill().fill_null(value=False) & ~before.str.contains("[第“《]$")
    predicate = before.str.contains(
        "(?:"
        + lexicon.any_of("level", "growth_up", "growth_down", "min", "max", "approx")[3:-1]
        + "|比|指数|得分|评分|系数|汇率|-|负)了?$"
    )
    # 收入倍差从 1.96 缩小至 1.81: a number without a unit, too, may begin a change, and end one.
    changes = r"^[^,;:。0-9]{1,6}(?:至|到|为)$"
    begins_change = before.str.contains("[^,;:。](?:从|由)$") & after.str.contains(changes)
    ends_change = before.str.contains(changes) & begins_change.shift(1)
    predicate = predicate | (
        (unit == "") & (begins_change | ends_change.fill_null(value=False)) & ~after.str.contains("^[年月日号时]")
    )
    # 7号线, 3A级, 8大工程: what follows makes the number part of a name.
    named_after = lexicon.any_of("code_after")[3:-1]
    suffix_name = after.str.contains(f"^(?:{named_after}|线(?:[,。、]|$)|中(?:[,。]|$)|[金银铜](?:[0-9、,。和的]|$))")
    # 2025 世界大会, 12345 市民热线, 数字政府 2.0: a year, a number to call, a version in a name.
    suffix_name = suffix_name | token.str.contains(r"^(?:19|20)[0-9]{2}$|^[1-9]\.0$") & ~predicate
    suffix_name = suffix_name | after.str.contains("^[^,;:。0-9]{0,10}热线")
    structure = before.str.contains(r"(?:比|比例|结构|比重)[^,;。]*$")
    is_ratio = token.str.contains(rf"^{NUMBER}(?::{NUMBER})+$")
    # 三次产业结构比 7:43:50 is a ratio, and so is a ratio of two where the text says 比.
    said_ratio = is_ratio & (
        structure
        | ((token.str.count_matches(":") >= 2) & ~token.str.contains(r"^[0-9]{1,2}:[0-9]{2}:[0-9]{2}$"))
        | (is_ratio.shift(1) & before.str.contains("^[^,;。]*为$"))
    )
    # 下接第3版, 见表18, …统计公报(3)
    paged = (
        (before.str.contains(r"[上下]接(?:第)?$|第$") & after.str.contains("^版"))
        | before.str.contains(r"(?:[见如](?:附)?[图表]|续表|附件|专栏)$")
        | (before.str.contains(r"(?:公报|报告)\($") & after.str.contains(r"^\)(?:[,;。]|$)"))
    )
    # Cells of a table: rows between bars, or a number alone on its line.
    in_table = (pl.col("text").str.count_matches("|", literal=True) >= 2) | pl.col("text").str.contains(
        rf"^[-—]?{NUMBER}(?:%|‰)?$"
    )
    kind = (
        pl.when(token.is_null())
        .then(None)
        .when(token.str.contains(f"{CAPTION}$"))
        .then(pl.lit("page_reference"))
        .when(pl.col("_timed") & token.str.contains(r"[0-9]"))
        .then(
            pl.when(token.str.contains(r"月[0-9]|[\-/\.][0-9]{1,2}[\-/\.]|^[0-9]{1,2}月$"))
            .then(pl.lit("date"))
            .otherwise(pl.lit("year"))
        )
        .when("_timed")
        .then(pl.lit("time_word"))
        .when(token.str.contains(rf"^{_YEAR}[—\-~至]{_YEAR}$"))
        .then(pl.lit("year"))
        .when(token.str.contains(r"^\[+[0-9]{1,3}\]+$"))
        .then(pl.lit("footnote"))
        .when(ratio)
        .then(pl.lit("value"))
        .when(token.str.contains(r"^[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$"))
        .then(pl.lit("clock"))
        .when((unit == "") & after.str.contains("^[时点](?:[0-9]|[之以]?[前后]|整|许|[,。]|$)"))
        .then(pl.lit("clock"))
        .when(token.str.contains(f"^{CODE}$") & ~has_unit)
        .then(pl.lit("name_or_code"))
        .when(first & token.str.contains(r"^[0-9]{1,2}$") & after.str.contains(r"^(?:[、\.]|$)"))
        .then(pl.lit("heading"))
        .when((pl.col("nth") == 1) & before.str.contains(r"^#*\(?$") & (pl.col("level") == 4) & (unit == ""))
        .then(pl.lit("heading"))
        .when(paged & (unit == ""))
        .then(pl.lit("page_reference"))
        .when(
            unit.is_in(["次", "届"])
            & after.str.contains("^(?:全会|全体会议|会议|代表大会|党代会|人代会|常委会|集体学习)")
        )
        .then(pl.lit("ordinal"))
        .when(before.str.contains("第$"))
        .then(
            pl.when(ranked & ~nth_of_kind & ~after.str.contains(r"^(?:届|次|期|批|季|部|条|号|届|产业|季度)"))
            .then(pl.lit("value"))
            .otherwise(pl.lit("ordinal"))
        )
        .when(named)
        .then(pl.lit("name_or_code"))
        .when(steps | of_text)
        .then(pl.lit("name_or_code"))
        .when((suffix_name | after.str.contains("^[×xX]") | before.str.contains("[×xX]$")) & (unit == ""))
        .then(pl.lit("name_or_code"))
        .when(before.str.contains("近$") & (unit == "年") & after.str.contains(r"^(?:来)?(?:来|新高|新低|最)"))
        .then(pl.lit("superlative"))
        .when(before.str.contains("延长$") & (unit == "年") & after.str.contains("^$|^[\u4e00-\u9fff]{2}"))
        .then(pl.lit("duration"))
        .when(before.str.contains("连续$") & unit.is_in(["次", "届", "个月", "轮"]))
        .then(pl.lit("duration"))
        .when(before.str.contains(r"近$") & (unit == "年"))
        .then(pl.lit("duration"))
        .when(time_unit & (~lasting | before.str.contains("(?:连续|近|历时|为期|提前|每|满)$")))
        .then(pl.lit("duration"))
        .when(unit.is_in(["千伏", "伏", "万伏", "纳米", "毫米"]) & after.str.contains("^[\u4e00-\u9fff]") & ~predicate)
        .then(pl.lit("name_or_code"))
        .when(_names_capacity(unit, after, before, counts_next))
        .then(pl.lit("threshold"))
        .when((unit == "级") | (unit == "届") | ((unit == "") & after.str.contains("^强(?:[^化度]|$)")))
        .then(pl.lit("name_or_code"))
        .when(worded & not_a_figure)
        .then(pl.lit("name_or_code"))
        .when(threshold | aged | defined)
        .then(pl.lit("threshold"))
        .when(in_table & (~has_unit | unit.is_in(["%", "‰"])))
        .then(pl.lit("table_cell"))
        .when(~has_unit & ~predicate & ~ranked & ~elided & ~token.str.contains("[余多]$"))
        .then(
            pl.when(token.str.contains(r"^[0-9]{7,}$") | after.str.contains(r"^[”》]"))
            .then(pl.lit("name_or_code"))
            .otherwise(pl.lit("unexplained"))
        )
        .otherwise(pl.lit("value"))
    )
    figure = pl.when(token.str.contains(r"^[0-9]")).then(token)
    return (
        tokens.with_columns(
            _has_unit=token.str.contains(f"{lexicon.unit_pattern}$|^[1-9]/[0-9]+$"),
            _timed=runs.where(token, "[年月季末来期]|[0-9].*[-/.].*[0-9]")
            .str.contains(f"^{TIME}$")
            .fill_null(value=False),
            _unit=figure.str.replace(rf"^{NUMBER}(?:[—\-~至]{NUMBER})?", ""),
            _bare=token.str.contains(f"^{NUMBER}$").fill_null(value=False),
            _ranked=says_rank | next_rank,
            _ratio=said_ratio.fill_null(value=False),
            _quotes=runs.cum_sum(_opened_quotes(), pl.col("sentence")),
        )
        .with_columns(
            _sized=pl.col("_unit").str.contains(f"^{_sizes(lexicon)}$").fill_null(value=False),
            _counts=pl.col("_unit").str.contains(f"^{_counters(lexicon)}$").fill_null(value=False),
        )
        .with_columns(
            kind=kind,
            unit=pl.when(ratio).then(pl.lit("")).otherwise(unit.str.replace("[余多]", "")),
            ranked=ranked,
        )
        .drop("^_.*$")
    )


def _names_capacity(unit: pl.Expr, after: pl.Expr, before: pl.Expr, counts_next: pl.Expr) -> pl.Expr:
    """建成五千千瓦储能电站 18 座: a capacity between a verb and what is counted is the size of each."""
    sized = unit.str.contains("^(?:万|千|百|十)*(?:千瓦|千瓦时|兆瓦|兆瓦时|吨|吨级|立方米|亩|平方米)$")
    noun = after.str.contains(r"^[\u4e00-\u9fff()]{2,12}$") & ~after.str.contains(
        "增|降|达|完成|实现|产值|带动|超|共|总"
    )
    return sized & noun & counts_next & before.str.contains("(?:建成|新建|建设|开工|投产|投运|落地|引进)(?:了)?$")


def _opened_quotes() -> pl.Expr:
    """How many quotation marks the text before a token opens more than it closes."""
    before = pl.col("before")
    count = before.str.count_matches("“", literal=True) - before.str.count_matches("”", literal=True).cast(pl.Int64)
    return pl.when(pl.col("nth") == 0).then(0).otherwise(count)


def _counters(lexicon: Lexicon) -> str:
    """Units that count single things: 个, 家, 座."""
    counting = lexicon.units.filter(pl.col("dimension").str.starts_with("count:"))["unit"]
    return f"(?:{'|'.join(map(re.escape, counting))})"


def _sizes(lexicon: Lexicon) -> str:
    """Units of size (money, mass, energy, area, length, power), in which a class of things is bounded."""
    of = [
        "money_cny",
        "money_usd",
        "mass",
        "energy",
        "area",
        "length",
        "power",
        "coal_equivalent",
        "volume",
        "floor_area",
    ]
    bases = lexicon.units.filter(pl.col("dimension").is_in(of))["unit"]
    return f"(?:{'|'.join(SCALES)})?(?:{'|'.join(map(re.escape, bases))})"


def ledger(tokens: pl.LazyFrame) -> pl.LazyFrame:
    """One row per run of digits of the batch: `sentence`, `at`, `to`, `number`, `kind`, `value_at`.

    `value_at` is the canonical offset of the token that the run belongs to.
    """
    pieces = pl.col("written").str.replace_all(NUMBER, f"{_OPEN}${{0}}{_CLOSE}").str.split(_OPEN)
    length = pl.col("piece").str.replace(_CLOSE, "", literal=True).str.len_chars().cast(pl.Int64)
    number = pl.when(pl.col("piece").str.contains(_CLOSE)).then(pl.col("piece").str.replace(f"{_CLOSE}.*$", ""))
    return (
        tokens.filter(pl.col("written").str.contains(r"[0-9]"))
        .select("report", "sentence", "kind", value_at="at", piece=pieces)
        .explode("piece")
        .with_columns(at=pl.col("value_at") + runs.cum_sum(length, pl.col("value_at")) - length, number=number)
        .filter(pl.col("number").is_not_null())
        .with_columns(to=pl.col("at") + pl.col("number").str.len_chars().cast(pl.Int64))
        .drop("piece")
    )


def without_gaps(text: pl.Expr) -> pl.Expr:
    """Text for a name: the marks that stood for white space between digits are dropped."""
    return text.str.replace_all(DIGIT_GAP, "", literal=True)
