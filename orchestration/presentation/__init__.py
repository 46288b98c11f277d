"""The presentation room: a published warehouse → pages, tables in the terminal, previews.

Every function takes an open connection or a frame; none opens, builds or changes a database.
"""
