"""Rotation rounds, preferences, plans and placements."""
