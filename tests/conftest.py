"""What every test shares: property tests draw the same examples on every machine and are not judged by the clock."""

from flask import Flask
from hypothesis import settings

from tests.support.compiled import CompiledOnce

settings.register_profile("junheng", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("junheng")

Flask.jinja_options = {"bytecode_cache": CompiledOnce()}  # half of the time of a test of pages went into compiling
