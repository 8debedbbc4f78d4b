"""Dispatch sends press releases to journalists: previewed, once each, never lost."""

__version__ = "0.1.0"
