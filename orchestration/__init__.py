"""Figures from Chinese government plan reports, from raw text to a warehouse for comparing years."""

__version__ = "0.1.0"
