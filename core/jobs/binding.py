"""What one application does in the background: its kinds of work and how it is told of new jobs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app

from core import outbox
from core.jobs.vocabulary import JobKind

_NAME = "junheng.jobs"


@dataclass(slots=True)
class Binding:
    """The kinds of work of an application, and what happens right after a commit that asked for some."""

    kinds: Mapping[str, JobKind]
    wake: Callable[[], None]


def bind(app: Flask, kinds: Mapping[str, JobKind]) -> Binding:
    """Give an application its kinds of work; until somebody says otherwise, the worker's sweep finds new jobs."""
    if _NAME not in app.extensions:
        outbox.after_commit(app, lambda: binding_of(app).wake())
    binding = app.extensions[_NAME] = Binding(kinds, wake=lambda: None)
    return binding


def binding_of(app: Flask) -> Binding:
    """Return what was bound to an application."""
    bound: Binding = app.extensions[_NAME]
    return bound


def kind_of(name: str) -> JobKind:
    """Return a kind of the present application.

    Raises `LookupError` where there is none of this name: that is a defect.
    """
    return binding_of(current_app).kinds[name]
