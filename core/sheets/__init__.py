"""Workbooks in and out: columns declared once, a safe reader, a dry run, staged imports, and writers to match."""
