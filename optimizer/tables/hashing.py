"""Fingerprints of what was read, so that a report can be tied to its input.

The hash runs over the files in the order of their names: for each the length of its name in bytes, its name, the length
of its content, its content. The lengths keep two different folders from running into the same stream of bytes.
"""

import hashlib
from collections.abc import Mapping

_LENGTH_BYTES = 8


def sha256_of_files(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 (hexadecimal) of files given as name -> content."""
    digest = hashlib.sha256()
    for name, content in sorted((name.encode(), content) for name, content in files.items()):
        for part in (name, content):
            digest.update(len(part).to_bytes(_LENGTH_BYTES, "big"))
            digest.update(part)
    return digest.hexdigest()
