"""Decisions of the register: pure functions, each with its reason."""
