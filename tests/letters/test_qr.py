"""The square on paper: as another encoder draws it, for every version that we use."""

from __future__ import annotations

import hashlib

import pytest

from plugin.letters.qr import Matrix, all_masks, qr_code

_TEXT = "https://goodterms.example/p/l/AbC_-" * 9
#: by length of the text: its version, and the digest of what another encoder drew of it
_DRAWN = {
    1: (1, "aad9569a842202d9"),
    26: (2, "db4b60b4613e78c2"),
    42: (3, "fc4382d4b8776a94"),
    62: (4, "ba1fabaa9d796856"),
    84: (5, "6fe51a17a86598e0"),
    94: (6, "6a5a13b288611281"),
    122: (7, "6254ecdcd24c92fc"),
    152: (8, "207031ad6e6f2450"),
    180: (9, "22e0aae9d96efdd1"),
    213: (10, "be067d322c915c03"),
}


@pytest.mark.parametrize("length", _DRAWN)
def test_it_is_drawn_as_another_encoder_draws_it(length: int) -> None:
    """To the module, under the mask that the other one chose; ours is another that reads alike."""
    version, digest = _DRAWN[length]
    ours = all_masks(_TEXT[:length])
    assert len(ours[0]) == 4 * version + 17
    assert digest in {_digest(each) for each in ours}
    assert qr_code(_TEXT[:length]) in ours


def test_a_text_that_is_too_long_is_refused() -> None:
    """Rather than drawn so that nobody reads it."""
    with pytest.raises(ValueError, match="too long"):
        qr_code("x" * 214)


def _digest(matrix: Matrix) -> str:
    rows = "\n".join("".join("01"[dark] for dark in row) for row in matrix)
    return hashlib.sha256(rows.encode()).hexdigest()[:16]
