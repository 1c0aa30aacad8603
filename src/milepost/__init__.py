"""Milepost does the work of an IT project manager."""

__version__ = "0.1.0"
