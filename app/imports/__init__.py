"""Importing and exporting: the same pages for every workbook of the product."""

from app.imports import exports
from app.imports.views import blueprint

__all__ = ["blueprint", "exports"]
