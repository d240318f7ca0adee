"""Backups: a consistent copy of the database, sealed with a passphrase, provable before it is needed.

The keys of sealed columns are never inside: whoever finds a backup and its passphrase still cannot read an ID number.
"""
