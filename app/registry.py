"""The whole application as data: its pages and its background jobs. Nothing registers itself by being imported."""

from collections.abc import Mapping

from flask import Blueprint

from accounts import views as account_pages
from app import help_pages, home, imports, operations
from core.jobs import JobKind
from rotation import views as rotation_pages
from rotation.tasks import JOB_KINDS
from teachers import views as register_pages
from training import views as training_pages

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.blueprint,
    account_pages.blueprint,
    register_pages.schools,
    register_pages.teachers,
    register_pages.my_file,
    imports.blueprint,
    training_pages.my,
    training_pages.training,
    rotation_pages.rotation,
    rotation_pages.reviews,
    rotation_pages.own_rotation,
    operations.blueprint,
)
"""Pages, in the order of the navigation."""

EXTENDING = (help_pages,)
"""Modules that add pages to a blueprint above by being read."""

JOB_HANDLERS: Mapping[str, JobKind] = JOB_KINDS
"""What runs in the background, by the kind its rows carry."""
