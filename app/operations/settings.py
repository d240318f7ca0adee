"""The settings of the installation, as the pages of operations see them."""

from flask import current_app

from app.config import Config


def settings() -> Config:
    """Return the settings the running site was built with."""
    found: Config = current_app.extensions["junheng"]
    return found
