"""The storage room: DuckDB files, from landed frames to the published warehouse.

It knows nothing of how reports are read or figures extracted: frames with the schemas of
`orchestration.schema` come in.
"""
