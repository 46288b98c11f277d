"""The explorer's page: its scripts joined into one, its styles, and the policy that lets nothing else run.

The scripts are plain ES modules, so that editors and people read them as such. A page that opens from a folder cannot
import modules, so they are joined here, in the order in which they import each other.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_HERE = Path(__file__).parent
_FIRST = "main.js"
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([a-z_]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const) (\w+))", re.MULTILINE)


@cache
def script() -> str:
    """All scripts as one, each in a scope of its own that gives what the script exports.

    Raises:
        ValueError: a script imports what is not here, or in a circle.
    """
    sources = {path.stem: path.read_text("utf-8") for path in sorted((_HERE / "scripts").glob("*.js"))}
    ordered: list[str] = []
    _order(Path(_FIRST).stem, sources, ordered)
    return '"use strict";\nconst modules = {};\n' + "\n".join(_module(name, sources[name]) for name in ordered)


def _module(name: str, source: str) -> str:
    exported = ", ".join(word for _, word in _EXPORT.findall(source))
    inner = _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = modules.\2;", source))
    return f"modules.{name} = (() => {{\n{inner}\nreturn {{ {exported} }};\n}})();\n"


def _order(name: str, sources: dict[str, str], ordered: list[str], above: tuple[str, ...] = ()) -> None:
    """Add a script behind those that it imports."""
    if name in above:
        raise ValueError(f"{' imports '.join([*above, name])}: in a circle")
    if name not in sources:
        raise ValueError(f"{above[-1] if above else 'the page'} imports {name}.js, which is not here")
    if name in ordered:
        return
    for _, imported in _IMPORT.findall(sources[name]):
        _order(imported, sources, ordered, (*above, name))
    ordered.append(name)


@cache
def style() -> str:
    """All styles as one, by name of file."""
    return "\n".join(path.read_text("utf-8") for path in sorted((_HERE / "styles").glob("*.css")))


def page(core: str, inline: dict[str, str], folder: str | None, stamp: str) -> str:
    """The page as HTML.

    Args:
        core: the chunk `core` as JSON.
        inline: the chunks that stand in the page, as JSON, by key.
        folder: where the others stand, relative to the page; null where all are inline.
        stamp: what the page and its chunks were made by, so that none of another is taken.
    """
    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("explorer.html").render(
        policy=Markup(_policy(folder)),
        style=Markup(style()),
        script=Markup(script()),
        core=Markup(core),
        inline={key: Markup(chunk) for key, chunk in inline.items()},
        folder=folder,
        stamp=stamp,
    )


def _policy(folder: str | None) -> str:
    """Nothing is loaded, sent or run but this very style and script, and the chunks that the script asks for."""
    scripts = f"'{_digest(script())}'" + (" 'strict-dynamic'" if folder else "")
    return (
        f"default-src 'none'; script-src {scripts}; style-src '{_digest(style())}'; base-uri 'none'; form-action 'none'"
    )


def _digest(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def loaded(key: str, chunk: str, stamp: str) -> str:
    """A chunk as a script of its own, for a page that loads it."""
    return f'explorerChunk("{stamp}","{key}",{chunk});\n'
