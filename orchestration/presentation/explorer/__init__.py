"""The explorer: published tables as pages that open without a server, each figure with its sentence.

`gather` reads the marts, `chunks` packs them, `bundle` joins them with scripts and styles, and `write` puts the files
where they are to stand. What the browser does with them stands in `scripts/`.
"""
