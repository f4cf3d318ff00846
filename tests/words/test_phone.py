"""Numbers as people write them become links that call them."""

import pytest

from app.words.phone import tel


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("911", "tel:911"),
        ("01632 960 001", "tel:01632960001"),
        ("(555) 010-0199", "tel:5550100199"),
        ("555.010.0199", "tel:5550100199"),
        ("555 0100 ext 12", "tel:5550100;ext=12"),
        ("555 0100, ext. 12", "tel:5550100;ext=12"),
        ("555 0100 x12", "tel:5550100;ext=12"),
        ("555 0100 extension 7", "tel:5550100;ext=7"),
        ("+44 (0)20 7946 0000", "tel:+442079460000"),
        ("(0)20 7946 0000", "tel:02079460000"),
        ("+1 (555) 010-0199", "tel:+15550100199"),
        ("*31#555 0100", "tel:*31%235550100"),
    ],
)
def test_a_number_becomes_a_link(written: str, called: str) -> None:
    assert tel(written) == called
