"""Dagster definitions. They only hand on: what is done stands in the rooms."""
