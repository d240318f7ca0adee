"""The blueprint all pages of operations hang on."""

from flask import Blueprint

blueprint = Blueprint("operations", __name__)
