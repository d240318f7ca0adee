"""What every test shares: property tests draw the same examples on every machine and are not judged by the clock."""

from hypothesis import settings

settings.register_profile("junheng", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("junheng")
