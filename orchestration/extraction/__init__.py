"""Report text → sentences, number mentions, observations. Pure Polars; knows no file, database or scheduler.

Everything a caller needs is `pipeline.extract`. Reading files belongs to `orchestration.reading`, keeping
rows to `orchestration.storage`.
"""
