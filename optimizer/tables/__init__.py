"""A district's tables: a folder of CSV files or one workbook, read as a Problem or refused with every fault."""

from optimizer.tables.reading import ReadResult, read

__all__ = ["ReadResult", "read"]
