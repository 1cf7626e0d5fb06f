"""A record that is made quickly is in every other way what it was declared to be."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from plugin.credit.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Parcel:
    """A record with defaults, one of them by keyword only."""

    name: str
    weight: int = 1
    fragile: bool = field(default=False, kw_only=True)


def test_fields_order_and_defaults_are_as_declared() -> None:
    """By place and by name, with what was left out filled in; what is missing is refused."""
    assert Parcel("a") == Parcel(name="a", weight=1, fragile=False)
    assert repr(Parcel("a", 2, fragile=True)) == "Parcel(name='a', weight=2, fragile=True)"
    with pytest.raises(TypeError, match="name"):
        Parcel()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Parcel("a", 1, True)  # type: ignore[call-arg]


def test_it_is_as_frozen_and_as_easily_copied() -> None:
    """Nothing can be set later; a copy with a change, a hash and a journey by wire all work."""
    parcel = Parcel("a")

    with pytest.raises(FrozenInstanceError):
        parcel.weight = 2  # type: ignore[misc]
    assert replace(parcel, weight=2) == Parcel("a", 2)
    assert hash(parcel) == hash(Parcel("a"))
    assert pickle.loads(pickle.dumps(parcel)) == parcel


def test_a_class_that_does_more_when_it_is_made_is_refused() -> None:
    """A factory of defaults, or no slots: the cheaper way would leave something out."""

    @dataclass(frozen=True, slots=True)
    class Basket:
        things: list[str] = field(default_factory=list)

    @dataclass(frozen=True)
    class Loose:
        name: str

    for unfit in (Basket, Loose):
        with pytest.raises(TypeError, match="cannot be made quickly"):
            quick(unfit)
