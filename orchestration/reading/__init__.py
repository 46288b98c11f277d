"""A file → the text of a report, and what can be told of the report from its name and its first lines.

Nothing here knows of figures, databases or the scheduler. Offsets in the text are those of the decoded file.
"""
