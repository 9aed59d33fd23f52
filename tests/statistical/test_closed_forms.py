"""The table of closed forms leaves none out, and what it names exists."""

from collections import Counter

import pytest

from tests.statistical import test_deliveries_without_chance, test_without_chance
from tests.statistical.cases import CASES
from tests.statistical.closed_forms import CLOSED_FORMS, ClosedForm

# The numbers of the catalogue, which has gaps.
NUMBERS = """
    C01 C02 C03 C05 C06 C07 C08 C10 C11 C37 C38 C39 C42 C35
    C13 C15 C16 C17 C18 C32 C33
    C20 C20b C21 C22 C23 C27 C34
    C25 C28 C29 C30 C31 C46 C47 C48 C49 C50 C51 C52 C53 C54 C57 C58
"""
EXACT = vars(test_without_chance).keys() | vars(test_deliveries_without_chance).keys()
QUANTITIES = {
    f"{case.name}: {quantity.name}": quantity for case in CASES for quantity in case.quantities
}


def test_the_table_is_complete() -> None:
    numbers = NUMBERS.split()
    assert len(numbers) == 44
    assert [form.number for form in CLOSED_FORMS] == numbers


def test_names_are_told_apart() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert len(QUANTITIES) == sum(len(case.quantities) for case in CASES)


@pytest.mark.parametrize("form", CLOSED_FORMS, ids=lambda form: form.number)
def test_a_closed_form_is_tested_or_waits(form: ClosedForm) -> None:
    assert form.cases or form.exact or form.waits_for
    assert [name for name in form.cases if name not in QUANTITIES] == []
    assert [name for name in form.exact if name not in EXACT] == []


@pytest.mark.parametrize("name", [name for name in QUANTITIES if QUANTITIES[name].printed])
def test_the_known_value_is_the_printed_one(name: str) -> None:
    """Within one half of its last digit, and a hair."""
    quantity = QUANTITIES[name]
    digits = len(quantity.printed.partition(".")[2])
    assert quantity.theory == pytest.approx(float(quantity.printed), abs=0.5000001 * 10**-digits)


def test_every_printed_value_belongs_to_a_closed_form() -> None:
    named = Counter(name for form in CLOSED_FORMS for name in form.cases)
    assert max(named.values()) == 1
    printed = {name for name, quantity in QUANTITIES.items() if quantity.printed}
    assert printed <= set(named)


def test_none_waits() -> None:
    waiting = [form.number for form in CLOSED_FORMS if not form.cases and not form.exact]
    assert waiting == []
