"""Bad files that are web pages."""

from __future__ import annotations

from benchmarks.bad.registry import EITHER, READ, Chance, kind, page
from benchmarks.bad.texts import UNSEEN


@kind(READ, ".html")
def digits_in_attributes(chance: Chance) -> str:
    return page(
        chance,
        f"<p title='5' data-x=\"{chance.randrange(99)}<b>7\">产值<b id=9>1</b><i x='>3'>2</i>亿元增长<a href=?q=5%>5</a>%。</p>",
    )


@kind(READ, ".html")
def unseen_in_tags(chance: Chance) -> str:
    mark = chance.choice(UNSEEN)
    return page(chance, f"<scr{mark}ipt>alert({chance.randrange(99)})</scr{mark}ipt><p{mark}>产值增长5%。</p{mark}>")


@kind(READ, ".html")
def marked_sections(chance: Chance) -> str:
    return page(
        chance,
        f"<![foo bar]><![CDATA[{chance.randrange(99)}]]><![if gte mso 9]><?php 5 ?><!ELEMENT x><!><p>产值增长5%。</p>",
    )


@kind(EITHER, ".html")
def long_references(chance: Chance) -> str:
    return page(
        chance,
        f"<p>产值&#{'5' * chance.choice([5000, 60])};&#x{'f' * 5000};&#{chance.randrange(2**40)};&#0;&#55357;&notanentity;增长5%。</p>",
    )


@kind(EITHER, ".html")
def repeated_openings(chance: Chance) -> str:
    return page(
        chance, chance.choice(["<a ", "<", "</", "<!--", "<![", "&", "&#", "<a href='", "<?", "<p", "<a b=c "]) * 20_000
    )


@kind(EITHER, ".html")
def deep_elements(chance: Chance) -> str:
    return page(
        chance,
        chance.choice(["<div>", "<b><i>", "<table><tr><td>", "<ul><li>", "<font>", "<svg><g>", "<form><div>"]) * 5000
        + "产值增长5%。",
    )


@kind(EITHER, ".html")
def elements_across_elements(chance: Chance) -> str:
    return page(
        chance,
        "".join(
            f"<{tag}>产值增长{chance.randrange(9)}%。</{chance.choice('abiup')}>"
            for tag in chance.choices("abiup", k=900)
        ),
    )


@kind(EITHER, ".html")
def never_closed(chance: Chance) -> str:
    return page(
        chance,
        f"<{chance.choice(['script', 'style', 'textarea', 'title', '!--', 'select', 'noscript', 'template', 'xmp', 'plaintext'])}>",
    )


@kind(EITHER, ".html")
def thousands_of_attributes(chance: Chance) -> str:
    return page(
        chance, "<p " + " ".join(f"a{number}={chance.randrange(99)}" for number in range(10_000)) + ">产值增长5%。</p>"
    )


@kind(EITHER, ".html")
def contradicting_charsets(chance: Chance) -> bytes:
    head = f'<meta charset="{chance.choice(["utf-7", "gb2312", "utf-16", "x-user-defined", "none"])}"><meta http-equiv=content-type content="text/html;charset=big5">'
    return page(chance, "", head).encode(chance.choice(["utf-8", "gb18030", "utf-16", "utf-8-sig"]))


@kind(READ, ".html")
def entities_that_multiply(chance: Chance) -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "{chance.random()}">{lines}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        + page(chance, "&l9;&f;")
    )


@kind(EITHER, ".html")
def tables_that_span(chance: Chance) -> str:
    return page(
        chance,
        f"<table><tr><td colspan=99999999 rowspan={chance.randrange(10**9)}>产值<td>{chance.randrange(99)}亿元"
        + "<tr><td>5" * 2000,
    )


@kind(EITHER, ".html")
def hidden_parts(chance: Chance) -> str:
    return page(
        chance,
        f"<div hidden><p>产值增长{chance.randrange(99)}%<div style='display:none'>1</div></div><nav>5</nav><select><option>7",
    )
