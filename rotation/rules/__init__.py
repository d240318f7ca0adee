"""Decisions of rotation, pure: each answers with a verdict or a value, and knows neither database nor request."""
