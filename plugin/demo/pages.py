"""A page as a person reads it: its words, links, labels and forms. It opens and sends nothing.

What a page does not offer (a field, a choice, a button) cannot be filled in, so a form that
changed is noticed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

_VOID_OF_CHOICE = frozenset({"checkbox", "radio"})
_NOT_SENT = frozenset({"submit", "button", "image", "reset", "file"})


class Unexpected(Exception):
    """A page did not offer, or did not answer, what a person would expect of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One control: `values` are what it sends untouched, `choices` what it can be set to."""

    name: str
    values: tuple[str, ...]
    choices: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A button that sends a form."""

    name: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form with its controls as they stand on the page; `action` is an absolute address."""

    action: str
    method: str
    fields: tuple[Field, ...]
    buttons: tuple[Button, ...]

    def field(self, name: str) -> Field:
        """One control by its name. Raises Unexpected."""
        for field in self.fields:
            if field.name == name:
                return field
        raise Unexpected(f"the form for {self.action} has no field {name!r}")

    def filled(
        self, answers: Mapping[str, str | Sequence[str]], press: str | None = None
    ) -> list[tuple[str, str]]:
        """What a browser sends when this is filled in and a button is pressed.

        `press` is the value or label of the button; None presses the first one.
        """
        pairs: list[tuple[str, str]] = []
        for name in answers:
            self.field(name)
        for field in self.fields:
            answer = answers.get(field.name)
            chosen = field.values if answer is None else _listed(answer)
            wrong = set(chosen) - set(field.choices) if field.choices is not None else set()
            if wrong:
                raise Unexpected(f"{field.name!r} cannot be set to {', '.join(sorted(wrong))}")
            pairs += [(field.name, value) for value in chosen]
        button = self._button(press)
        if button is not None and button.name:
            pairs.append((button.name, button.value))
        return pairs

    def _button(self, press: str | None) -> Button | None:
        if press is None:
            return self.buttons[0] if self.buttons else None
        for button in self.buttons:
            if press in {button.value, button.label}:
                return button
        raise Unexpected(f"the form for {self.action} has no button {press!r}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `address` is absolute."""

    address: str
    label: str


@dataclass(frozen=True, slots=True)
class Page:
    """What was answered: `headline` is its first heading, `words` everything that it says.

    `said` is its sentence of what was just done. `labels` are those of controls by their names;
    of boxes and radio buttons by `name=value`.
    """

    address: str
    status: int
    headline: str
    words: str
    said: str
    labels: Mapping[str, str]
    forms: tuple[Form, ...]
    links: tuple[Link, ...]

    def form(self, ending: str) -> Form:
        """The first form whose action ends so. Raises Unexpected."""
        found = self.forms_to(ending)
        if not found:
            raise Unexpected(f"{self.address} ({self.headline}) has no form for {ending!r}")
        return found[0]

    def forms_to(self, ending: str) -> tuple[Form, ...]:
        """All forms whose action ends so."""
        return tuple(form for form in self.forms if form.action.split("?")[0].endswith(ending))

    def link(self, part: str) -> str:
        """The address of the first link that has this in it. Raises Unexpected."""
        for link in self.links:
            if part in link.address:
                return link.address
        raise Unexpected(f"{self.address} ({self.headline}) has no link to {part!r}")


def read_page(address: str, status: int, html: str) -> Page:
    """Read the HTML that an address answered."""
    reader = _Reader(address)
    reader.feed(html)
    reader.close()
    return Page(
        address=address,
        status=status,
        headline=_one_line(reader.headline),
        words=_one_line(" ".join(reader.words)),
        said=_one_line(reader.said),
        labels=reader.labels(),
        forms=tuple(form.done() for form in reader.forms),
        links=tuple(reader.links),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _listed(answer: str | Sequence[str]) -> tuple[str, ...]:
    return (answer,) if isinstance(answer, str) else tuple(answer)


class _FormBeingRead:
    def __init__(self, action: str, method: str) -> None:
        self.action = action
        self.method = method
        self.buttons: list[Button] = []
        self._values: dict[str, list[str]] = {}
        self._choices: dict[str, list[str]] = {}

    def has(self, name: str, value: str | None, *, choice: str | None = None) -> None:
        """A control of this name; with the value that it sends untouched, if it sends one."""
        values = self._values.setdefault(name, [])
        if value is not None:
            values.append(value)
        if choice is not None:
            self._choices.setdefault(name, []).append(choice)

    def add_to(self, name: str, text: str) -> None:
        self._values[name][-1] += text

    def settle_select(self, name: str) -> None:
        """A select without a chosen option sends its first."""
        if not self._values[name] and self._choices.get(name):
            self._values[name].append(self._choices[name][0])

    def done(self) -> Form:
        fields = tuple(
            Field(
                name,
                tuple(values),
                tuple(self._choices[name]) if name in self._choices else None,
            )
            for name, values in self._values.items()
        )
        return Form(self.action, self.method, fields, tuple(self.buttons))


class _Reader(HTMLParser):
    """Gathers forms, links and words of one page."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self._address = address
        self.forms: list[_FormBeingRead] = []
        self.links: list[Link] = []
        self.words: list[str] = []
        self.headline = ""
        self._form: _FormBeingRead | None = None
        self._textarea: str | None = None
        self._select: str | None = None
        self._button: tuple[str, str] | None = None
        self._link: str | None = None
        self._label = ""
        self._silent: str | None = None
        self._is_first_heading = False
        self.said = ""
        self._is_saying = False
        self._controls: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._labelled: str | None = None

    def labels(self) -> dict[str, str]:
        """The labels of controls that have an id of their own."""
        return {
            self._controls[identity]: _one_line(label)
            for identity, label in self._labels.items()
            if identity in self._controls
        }

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"script", "style"}:
            self._silent = tag
        elif tag == "a" and given.get("href"):
            self._link, self._label = urljoin(self._address, given["href"]), ""
        elif tag == "h1" and not self.headline:
            self._is_first_heading = True
        elif tag == "label" and given.get("for"):
            self._labelled = given["for"]
            self._labels[self._labelled] = ""
        elif given.get("role") == "status":
            self._is_saying = True
        elif tag == "form":
            self._form = _FormBeingRead(
                urljoin(self._address, given.get("action") or self._address),
                given.get("method", "get").lower(),
            )
            self.forms.append(self._form)
        elif self._form is not None and "disabled" not in given:
            self._control(self._form, tag, given)

    def _control(self, form: _FormBeingRead, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if name and given.get("id"):
            chosen = f"={value}" if given.get("type") in _VOID_OF_CHOICE else ""
            self._controls[given["id"]] = f"{name}{chosen}"
        if tag == "button" or (tag == "input" and given.get("type") == "submit"):
            self._button, self._label = (name, value), ""
            if tag == "input":
                self._end_button(value)
        elif tag == "input" and name and given.get("type", "text") not in _NOT_SENT:
            if given.get("type") in _VOID_OF_CHOICE:
                value = given.get("value", "on")
                form.has(name, value if "checked" in given else None, choice=value)
            else:
                form.has(name, value)
        elif tag == "textarea" and name:
            form.has(name, "")
            self._textarea = name
        elif tag == "select" and name:
            form.has(name, None)
            self._select = name
        elif tag == "option" and self._select is not None:
            form.has(self._select, value if "selected" in given else None, choice=value)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = None
        elif tag == "a" and self._link is not None:
            self.links.append(Link(self._link, _one_line(self._label)))
            self._link = None
        elif tag == "h1":
            self._is_first_heading = False
        elif tag == "label":
            self._labelled = None
        elif tag == "div":
            self._is_saying = False
        elif tag == "button":
            self._end_button(self._label)
        elif tag == "textarea":
            self._textarea = None
        elif tag == "select" and self._form is not None and self._select is not None:
            self._form.settle_select(self._select)
            self._select = None
        elif tag == "form":
            self._form = None

    def _end_button(self, label: str) -> None:
        if self._form is not None and self._button is not None:
            self._form.buttons.append(Button(*self._button, _one_line(label)))
        self._button = None

    def handle_data(self, data: str) -> None:
        if self._silent is not None:
            return
        if self._textarea is not None and self._form is not None:
            self._form.add_to(self._textarea, data)
            return
        self.words.append(data)
        self._label += data
        if self._is_first_heading:
            self.headline += data
        if self._is_saying:
            self.said += data
        if self._labelled is not None:
            self._labels[self._labelled] += data
