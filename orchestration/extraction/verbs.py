"""Which names tell a deed: an open dictionary with parts of speech knows the verbs that no word list holds.

The dictionary is asked only where the word lists say nothing, because it takes many attributes for verbs: it is no
judge of where a name begins or ends (`docs/extraction.md` has the figures).
"""

from __future__ import annotations

import polars as pl

from orchestration.extraction import windows
from orchestration.extraction.vocabulary import quantity
from orchestration.lexicon import Lexicon

# Stands between two names and in none, so that no word is read across it.
_BETWEEN = "\n"


def with_deeds(frame: pl.LazyFrame, name: str, deed: str, lexicon: Lexicon) -> pl.LazyFrame:
    """Tell which names say what was done: 降低企业用电负担, 市技术研究院共建实验室, 免费送戏下乡.

    Args:
        frame: any frame with the column `name`.
        name: the column of the names to judge, str; null where nothing is asked.
        deed: the column to add.
        lexicon: its words of standing, of levels and its adverbs tell no deed, whatever the dictionary says.

    Returns:
        The frame with `deed`, bool: true where the name holds a verb with an object or ends with a verb, and speaks of
        no quantity or extent that stands; false where there is no name. Each name is judged by itself, whatever other
        names stand beside it.

    """
    frame = windows.computed(frame)
    names = frame.select(pl.col(name).unique(maintain_order=True)).filter(pl.col(name) != "").collect()
    told = names.with_columns(_judged(names[name], lexicon).alias(deed)).lazy()
    joined = frame.join(told, on=name, how="left", maintain_order="left")
    return joined.with_columns(pl.col(deed).fill_null(value=False))


def _judged(names: pl.Series, lexicon: Lexicon) -> pl.Series:
    """Whether each name tells a deed; the names are distinct and not empty."""
    if names.is_empty():
        return names.cast(pl.Boolean)
    silent = lexicon.of_role("attribute", "level", "standing", "adverb", "tail_adverb")
    word, part, behind = pl.col("word"), pl.col("part"), pl.col("behind")
    # 就业人员 are people; 高校毕业生留省就业 tells what they did.
    attribute = word.is_in(silent) | ((word == "就业") & (behind > 0))
    # 充电设施, 认证机构: before one noun alone a verb is its attribute. 测评点: before one character, part of a word.
    alone = (pl.col("place") == 0) & (behind == 1)
    goes_on = (word.shift(-1).str.len_chars() > 1) | (part.shift(-1) == "c")
    with_object = (part == "v") & (behind > 0) & ~alone & goes_on
    at_end = part.is_in(["v", "vn"]) & (behind == 0)
    verb = (with_object | at_end) & (word.str.len_chars() > 1) & ~attribute
    told = (
        _tagged(names)
        .with_columns(verb=verb)
        .group_by("name", maintain_order=True)
        .agg(pl.col("verb").any())
        .get_column("verb")
    )
    return told & ~names.str.contains(_stands(lexicon))


def _stands(lexicon: Lexicon) -> str:
    """How a name speaks of what stands, whatever verb it holds: 规上工业企业营收, 输电线路总长, 班列通达城市."""
    ends = f"(?:{quantity(lexicon)}|{lexicon.any_of('stock')}|[比率量额值数])$"
    return f"{ends}|^[年月日每]|{lexicon.any_of('extent')}"


def _tagged(names: pl.Series) -> pl.DataFrame:
    """One row per word: number of its `name`, `place` in it from 0, how many stand `behind` it, its `part` of speech."""
    # Imported where it is first needed, because its dictionary takes a quarter of a second and 35 MB to load.
    import rjieba

    text = names.str.replace_all(r"\s", " ").str.join(_BETWEEN).item()
    words = pl.DataFrame(rjieba.tag(text), schema={"word": pl.String, "part": pl.String}, orient="row")
    return (
        words.with_columns(name=(pl.col("word") == _BETWEEN).cum_sum())
        .filter(pl.col("word") != _BETWEEN)
        .with_columns(place=pl.int_range(pl.len()).over("name"), words=pl.len().over("name"))
        .with_columns(behind=pl.col("words").cast(pl.Int64) - pl.col("place") - 1)
    )
