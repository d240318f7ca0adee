"""Words of the policy numbers as template filters: what a number is called, its value, its unit, its source."""

from collections.abc import Iterable

from core.web.language import text
from policy.catalogue import Confidence
from policy.messages import Message, say
from policy.vocabulary import LockAction, Title
from rotation.forms.number_fields import shown_value
from rotation.forms.number_words import CONDITIONS, INDICATORS, SECTIONS, label_of, unit_of
from rotation.forms.scenarios import ACTIONS
from rotation.rules.policy_numbers import planner_parameters
from rotation.views.blueprints import rotation
from rotation.vocabulary.pages import Place, PolicyNumber


@rotation.app_template_filter("title_words")
def title_words(title: str) -> str:
    """Return a professional title as the tables write it in the reader's language."""
    return text(Title(title).label) if title in set(Title) else title


@rotation.app_template_filter("number_name")
def number_name(key: str) -> str:
    """Return what a policy number is called."""
    return text(label_of(key))


@rotation.app_template_filter("number_value")
def number_value(value: object) -> str:
    """Return the value of a policy number for a person."""
    return shown_value(value)


@rotation.app_template_filter("number_unit")
def number_unit(unit: str) -> str:
    """Return the unit of a policy number, empty where the name says enough."""
    words = unit_of(unit)
    return text(words) if words else ""


@rotation.app_template_filter("number_unit_of")
def number_unit_of(key: str) -> str:
    """Return the unit of a policy number by its key."""
    return number_unit(planner_parameters()[key].form.unit)


@rotation.app_template_filter("number_source")
def number_source(number: PolicyNumber) -> str:
    """Return where the shipped value of a number comes from."""
    own = number.confidence == Confidence.OURS.value
    return text(say("Junheng engineering default")) if own else source_words(number.source)


@rotation.app_template_filter("source_words")
def source_words(source: str) -> str:
    """Return the names of a source's documents in the reader's language where the catalogue knows them."""
    whole = text(Message(source))
    if whole != source:
        return whole
    return text(say("; ")).join(text(Message(part)) for part in source.split("; "))


@rotation.app_template_filter("number_sections")
def number_sections(numbers: tuple[PolicyNumber, ...]) -> list[tuple[str, list[PolicyNumber]]]:
    """Return the numbers under their headings."""
    groups = (
        (text(title), [number for number in numbers if number.key.startswith(f"{name}.")])
        for name, title in SECTIONS.items()
    )
    return [(title, members) for title, members in groups if members]


@rotation.app_template_filter("lock_words")
def lock_words(action: LockAction) -> str:
    """Return what was fixed for somebody, in words."""
    return text(ACTIONS[action])


@rotation.app_template_filter("rule_name")
def rule_name(rule: str) -> str:
    """Return a condition of eligibility in a few words."""
    return text(CONDITIONS.get(rule) or Message(rule))


@rotation.app_template_filter("place_options")
def place_options(places: Iterable[Place]) -> list[tuple[int, str]]:
    """Return schools as the options of a filter."""
    return [(place.id, place.name) for place in places]


@rotation.app_template_filter("zip_self")
def zip_self(words: Iterable[str]) -> list[tuple[str, str]]:
    """Return words as the options of a filter, each standing for itself."""
    return [(word, word) for word in words]


@rotation.app_template_filter("indicator_name")
def indicator_name(indicator: str) -> str:
    """Return an indicator in a few words."""
    return text(INDICATORS.get(indicator) or Message(indicator))
