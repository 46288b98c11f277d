"""The tables of rules that complete a name from the names before it; `completion` makes the columns that they read."""

from __future__ import annotations

import polars as pl

from orchestration.extraction.ladder import Rule
from orchestration.extraction.vocabulary import quantity
from orchestration.lexicon import Lexicon

# Parts of the country, as reports compare them.
_PARTS = "(?:东部|中部|西部|东北)(?:地区)?"
# 占全市的 12%, but not 占地面积.
TAKES = "占(?:[^地]|地区|地方)"


def again_rules(lexicon: Lexicon) -> list[Rule]:
    """Names that the sentence or paragraph has said before, taken up without their words."""
    return [
        Rule(
            "completion.quoted",
            "粮食产量增长6%左右。落实好“【6%】左右”的目标。",
            "粮食产量",
            "A figure that is quoted alone has the name that it had when the paragraph first said it.",
            "单独加引号的数字沿用本段首次出现时的名称。",
            pl.col("quoted") & pl.col("name").is_not_null(),
            pl.col("name"),
        ),
        Rule(
            "completion.side_of_fund",
            "政府性基金收入80亿元，总支出【70亿元】。",
            "政府性基金总支出",
            "Expenditure or a balance is of the fund whose income the sentence named first.",
            "支出或结余属于句首收入所指的同一项资金。",
            pl.col("_fund").is_not_null(),
            pl.col("_fund") + pl.col("name"),
        ),
        Rule(
            "completion.paired_again",
            "甲醇产量30万吨，其中乙烯产量20万吨，分别增长2%、【3%】。",
            "乙烯产量",
            "Figures paired by 分别 without names of their own take those of the figures before, in their order.",
            "“分别”之后没有名称的数字，按顺序沿用前面各数字的名称。",
            pl.col("name").is_null() & pl.col("_paired").is_not_null(),
            pl.col("_paired"),
        ),
        Rule(
            "completion.again_as_it_stands",
            "甲醇产量【30万吨】。",
            "甲醇产量",
            "The figure keeps the name that its clause or list gave it.",
            "保留分句或列表给出的名称。",
            None,
            pl.col("name"),
        ),
    ]


def owner_rules(lexicon: Lexicon) -> list[Rule]:
    """Names that lack the quantity, the owner or the thing that a name before it states."""
    return [*_quantities(), *_parts(lexicon), *_balances_and_grades(), *_relations(), *_same_quantity()]


def _quantities() -> list[Rule]:
    name = pl.col("name")
    return [
        Rule(
            "completion.quantity_of_members",
            "采矿业增加值下降1%，制造业增长【7%】。",
            "制造业增加值",
            "A name that ends with a class of members, or stands beside one, takes the quantity said once for such a member.",
            "以成员类别结尾或与其并列的名称，补上前面成员已说过一次的数量词。",
            pl.col("_of_members").is_not_null(),
            name + pl.col("_of_members"),
        ),
        Rule(
            "completion.quantity_of_clause",
            "汽车产量增长10%、摩托车增长【20%】。",
            "摩托车产量",
            "In a clause with several growths the quantity is said once, for the first name.",
            "同一分句列举多个增长时，数量词只在首项说明。",
            pl.col("_of_clause").is_not_null(),
            name + pl.col("_of_clause"),
        ),
        Rule(
            "completion.place_without_owner",
            "沙坪坝区【37平方公里】。",
            None,
            "The name is a place alone, and the sentence has named nothing before that could be measured there.",
            "名称只是地名，且句中此前没有可测量的事物。",
            pl.col("_owner").is_null() & pl.col("_placed"),
            None,
        ),
    ]


def _parts(lexicon: Lexicon) -> list[Rule]:
    name, owner, plain = pl.col("name"), pl.col("_owner"), pl.col("_plain")
    owned = owner.is_not_null()
    # 资产总额 300 亿元,利润 20 亿元: the profit is not that of the assets.
    sown = f"(?:{lexicon.any_of('cultivates')}|资产|地区生产|国内生产)?{quantity(lexicon)}$"
    return [
        Rule(
            "completion.place_alone",
            "完成绿化面积100平方公里，其中沙坪坝区【37平方公里】。",
            "绿化面积",
            "The name is a place alone, and what is measured there is what was named before.",
            "名称只是地名，所测量的是前面所说的事物。",
            owned & pl.col("_placed"),
            pl.col("_elsewhere"),
        ),
        Rule(
            "completion.size_of",
            "设立产业基金24只、总规模【934亿元】。",
            "设立产业基金总规模",
            "A size is a quantity of its own, of the thing that was named before.",
            "规模是前面所说事物的独立数量。",
            owned & pl.col("_measured"),
            owner + name,
        ),
        Rule(
            "completion.investment_in",
            "研发经费投入300亿元，投入强度【2.5%】。",
            "研发经费投入强度",
            "What begins with 投入 takes the place of 投入 at the end of the name before.",
            "以“投入”开头的名称接在前一名称之后，重复的“投入”只保留一次。",
            owned & pl.col("_bare") & name.str.starts_with("投入"),
            plain.str.strip_suffix("投入") + name,
        ),
        Rule(
            "completion.reckoned_by_same",
            "万元GDP水耗下降6%、电耗下降【4%】。",
            "万元GDP电耗",
            "A quantity of consumption alone is reckoned by the unit that the sentence named before.",
            "单独的消耗量按句中前面所说的单位计算。",
            pl.col("_reckoned"),
            pl.col("_reckoned_by") + name,
        ),
        Rule(
            "completion.part_of",
            "农业总产值69亿元，增加值【38亿元】。",
            "农业增加值",
            "A bare quantity takes the place of the quantity that the name before ends with.",
            "单独的数量词替换前一名称结尾的数量词。",
            owned & pl.col("_bare"),
            plain.str.replace(sown, "") + name,
        ),
    ]


def _balances_and_grades() -> list[Rule]:
    name, owner = pl.col("name"), pl.col("_owner")
    owned = owner.is_not_null()
    return [
        Rule(
            "completion.balance_of",
            "金融机构投放贷款50亿元、余额达【320亿元】。",
            "贷款余额",
            "A balance alone is that of the deposits or loans named before.",
            "单独的余额指前面所说存款或贷款的余额。",
            owned & (name == "余额") & owner.str.contains("[存贷]款$"),
            owner.str.extract("((?:各项|人民币|本外币)?[存贷]款)$") + name,
        ),
        Rule(
            "completion.grade_alone",
            "新增国家级绿色工厂3家，省级【15家】。",
            "省级绿色工厂",
            "The name is a grade or a limit alone, of the thing whose other grade was named before.",
            "名称只是级别或界限，所指事物与前面另一级别的相同。",
            owned & pl.col("_graded") & pl.col("_of_grade").is_not_null(),
            name + pl.col("_of_grade"),
        ),
    ]


def _relations() -> list[Rule]:
    name, owner = pl.col("name"), pl.col("_owner")
    owned = owner.is_not_null()
    return [
        Rule(
            "completion.toward",
            "进出口总值增长12%，其中对东盟增长【20%】。",
            "对东盟进出口总值",
            "The name says with whom alone, and the quantity is that of the name before.",
            "名称只说明对象，数量与前一名称相同。",
            owned & pl.col("_toward"),
            name + pl.col("_elsewhere").str.replace("^对[^进出贸]{2,8}", ""),
        ),
        Rule(
            "completion.without_factors",
            "税收收入增长5%，扣除留抵退税后增长【9%】。",
            "扣除留抵退税后税收收入",
            "A quantity without some factors is of the name before, which stands behind it.",
            "扣除某些因素后的数量属于前一名称，前一名称置于其后。",
            owned & pl.col("_leaning") & name.str.contains("后$"),
            name + owner,
        ),
        Rule(
            "completion.of_owner",
            "民营经济增加值5000亿元，占地区生产总值的【60%】。",
            "民营经济增加值占地区生产总值比重",
            "A share, a contribution or the part of a plan is that of the name before.",
            "占比、贡献或计划完成比例属于前一名称。",
            owned & pl.col("_leaning"),
            owner + pl.col("_whole"),
        ),
    ]


def _same_quantity() -> list[Rule]:
    name, plain = pl.col("name"), pl.col("_plain")
    owned = pl.col("_owner").is_not_null()
    return [
        Rule(
            "completion.bare_share",
            "新增绿色建筑500万平方米，比重达【60%】。",
            "绿色建筑比重",
            "A share alone is that of the name before, without its verb of addition.",
            "单独的占比属于前一名称，去掉其表示增加的动词。",
            owned & pl.col("_generic") & name.str.contains("^(?:占比|比重)$"),
            plain + name,
        ),
        Rule(
            "completion.other_part_of_country",
            "西部地区投资增长10%，东部增长【5%】。",
            "东部投资",
            "The name is another part of the country, and the quantity is that of the name before.",
            "名称只是另一区域，数量与前一名称相同。",
            owned & pl.col("name").str.contains(f"^{_PARTS}$") & pl.col("_plain").str.contains(f"^{_PARTS}"),
            pl.col("name") + plain.str.replace(f"^{_PARTS}", ""),
        ),
        Rule(
            "completion.same_quantity",
            "棉花产量30万吨，总量居全国第【2】位。",
            "棉花产量",
            "A total, a rate of growth or a rank alone is of the quantity that was named before.",
            "单独的总量、增速或位次指前面所说的数量。",
            owned & pl.col("_generic"),
            plain,
        ),
        Rule(
            "completion.share_not_said",
            "民营经济占全省【60%】。",
            "民营经济占全省比重",
            "A number in per cent with 占 is a share, though the text does not call it one.",
            "带“占”的百分数是比重，尽管文中没有写明。",
            pl.col("_share").is_not_null(),
            pl.col("_share"),
        ),
        Rule(
            "completion.owner_as_it_stands",
            "棉花产量【30万吨】。",
            "棉花产量",
            "The name leans on no other.",
            "名称不依赖其他名称。",
            None,
            name,
        ),
    ]
