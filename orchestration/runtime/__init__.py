"""The runtime room: what runs the pipeline, and what is known of its runs.

One refresh in this process, the Dagster instance with its event log and run history, dbt's process, logs, alerts and
the UI. It decides neither what is read nor what is extracted.
"""
