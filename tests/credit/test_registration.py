"""Registration numbers: what the published forms and check digits say, and what always holds."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from plugin.credit.registration import (
    NumberVerdict,
    check_company_number,
    check_vat_number,
)
from tests.credit.properties import always

RIGHT, LIKELY = NumberVerdict.RIGHT, NumberVerdict.LIKELY
WRONG_FORM, WRONG_CHECK = NumberVerdict.WRONG_FORM, NumberVerdict.WRONG_CHECK
NOT_KNOWN = NumberVerdict.NOT_KNOWN


@pytest.mark.parametrize(
    ("written", "country", "verdict"),
    [
        ("GB 980 7806 84", "GB", RIGHT),
        ("980780684", "GB", RIGHT),
        ("980780685", "GB", WRONG_CHECK),
        ("98078068", "GB", WRONG_FORM),
        ("GD001", "GB", RIGHT),
        ("IE6433435F", "GB", RIGHT),
        ("IE 6433435G", "IE", WRONG_CHECK),
        ("IE8D79739I", "IE", RIGHT),
        ("DE136695976", "DE", RIGHT),
        ("DE136695978", "DE", WRONG_CHECK),
        ("FR40303265045", "FR", RIGHT),
        ("FR41303265045", "FR", WRONG_CHECK),
        ("NL004495445B01", "NL", RIGHT),
        ("NL002455799B11", "NL", RIGHT),
        ("BE0403019261", "BE", RIGHT),
        ("IT00743110157", "IT", RIGHT),
        ("51 824 753 556", "AU", RIGHT),
        ("51824753557", "AU", WRONG_CHECK),
        ("49-091-850", "NZ", RIGHT),
        ("EL123456789", "GR", LIKELY),
        ("123456789", "GR", LIKELY),
        ("12", "US", NOT_KNOWN),
    ],
)
def test_a_vat_number_is_held_against_its_countrys_rule(
    written: str, country: str, verdict: NumberVerdict
) -> None:
    """The country in front goes before the applicant's own."""
    assert check_vat_number(written, country).verdict is verdict


@pytest.mark.parametrize(
    ("written", "country", "verdict", "kept"),
    [
        ("445790", "GB", LIKELY, "00445790"),
        ("sc 123456", "GB", LIKELY, "SC123456"),
        ("XX123456", "GB", WRONG_FORM, "XX123456"),
        ("004 085 616", "AU", RIGHT, "004085616"),
        ("004085617", "AU", WRONG_CHECK, "004085617"),
        ("9429041535110", "NZ", RIGHT, "9429041535110"),
        ("552081317", "FR", RIGHT, "552081317"),
        ("123", "US", NOT_KNOWN, "123"),
    ],
)
def test_a_company_number_is_kept_as_its_register_writes_it(
    written: str, country: str, verdict: NumberVerdict, kept: str
) -> None:
    """Leading noughts and capitals are put in; blanks and dots go."""
    found = check_company_number(written, country)
    assert (found.verdict, found.number) == (verdict, kept)


_WRITTEN = st.text(max_size=20) | st.from_regex(r"[A-Z]{0,2}\d{6,13}[A-Z]?", fullmatch=True)
_COUNTRIES = st.sampled_from(["GB", "IE", "DE", "FR", "NL", "BE", "IT", "AU", "NZ", "GR", "US", ""])


@always(_WRITTEN, _COUNTRIES)
def test_whatever_is_written_gets_a_verdict_and_is_read_the_same_again(
    written: str, country: str
) -> None:
    """Blanks between change nothing; what was put in order once stays as it is."""
    for check in (check_vat_number, check_company_number):
        found = check(written, country)
        assert check(" ".join(written), country).verdict is found.verdict
        assert check(found.number, country) == found


@always(st.integers(0, 10**7 - 1), st.integers(1, 9), st.integers(0, 6))
def test_one_mistyped_digit_of_a_british_vat_number_is_always_found(
    front: int, by: int, place: int
) -> None:
    """Of the older series; that is what its check digits are for."""
    digits = f"{front:07d}"
    weighed = sum(int(each) * weight for each, weight in zip(digits, range(8, 1, -1), strict=True))
    number = f"{digits}{-weighed % 97:02d}"
    assert check_vat_number(number, "GB").verdict is RIGHT
    slip = str((int(number[place]) + by) % 10)
    mistyped = check_vat_number(number[:place] + slip + number[place + 1 :], "GB")
    # a slip may land in the newer series, whose sum is 55 off: one in nearly a hundred
    shifted = (sum(int(d) * w for d, w in zip(mistyped.number, range(8, 1, -1), strict=False))
               + int(mistyped.number[7:]) + 55) % 97 == 0  # fmt: skip
    assert (mistyped.verdict is WRONG_CHECK) != shifted
