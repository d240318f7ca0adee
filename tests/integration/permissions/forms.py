"""Forms as a browser fills them: the fields of a page's form with their values, ready to be sent back."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Fields = dict[str, str]


@dataclass
class SentForm:
    """One form of a page: where it goes, and what it would send untouched."""

    action: str
    method: str
    fields: Fields = field(default_factory=dict)


class _Forms(HTMLParser):
    """Collects the forms of a page; an option or radio counts where it is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self._select: str | None = None
        self._area: str | None = None
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = True
            self.forms.append(SentForm(given.get("action", ""), given.get("method", "get").lower()))
        elif self._inside:
            self._field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.forms[-1].fields[self._area] += data

    def _field(self, tag: str, given: Fields) -> None:
        name, fields = given.get("name", ""), self.forms[-1].fields
        if tag == "option" and self._select is not None:
            if "selected" in given or self._select not in fields:
                fields[self._select] = given.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            fields[name] = ""
        elif tag == "input" and name and given.get("type", "text") not in {"submit", "file", "button"}:
            ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
            if ticked:
                fields[name] = given.get("value", "on" if given.get("type") == "checkbox" else "")


def forms_of(page: str) -> list[SentForm]:
    """Return every form of a page."""
    reader = _Forms()
    reader.feed(page)
    return reader.forms


def main_form(page: str) -> Fields:
    """Return what the largest form within the page's main part would send."""
    body = page.split("<main", 1)[-1].split("</main>", 1)[0]
    posted = [form for form in forms_of(body) if form.method == "post"]
    return dict(max(posted, key=lambda form: len(form.fields)).fields) if posted else {}
