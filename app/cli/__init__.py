"""The `junheng` command: plans solved, checked and explained from a folder of tables, without a database."""

from app.cli.entry import main

__all__ = ["main"]
