"""Courses, credits and cycles of continuing education."""
