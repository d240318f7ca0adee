"""Composition: builds the site from its parts; the only package that may import every other."""
