"""The comparison with theory can fail for calls and pools too: another policy does not pass it."""

import pytest

from simkit.engine.runner import record
from tests.statistical.case import REPLICATIONS
from tests.statistical.cases import CASES, compared

CASE = {case.name: case for case in CASES}


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("M/M/4 with impatience", "messages.Request.timeout", "exponential 550 ms"),
        ("three attempts, 30 % fail", "messages.Request.retry", 2),
        ("a saga of three steps", "messages.Charge.fails", "7 %"),
        ("a retry storm", "messages.Request.retry", 3),
        ("a retry storm that does not break out", "messages.Request.timeout", "200 ms"),
        ("an overload that is got over", "messages.Request.timeout", "5 s"),
        ("M/G/1 shared, constant", "participants.API.discipline", "first-in-first-out"),
        ("10 that hinder each other", "participants.API.contention", "6 % coherence 0.1 %"),
    ],
)
def test_another_policy_is_rejected(name: str, path: str, value: object) -> None:
    scenario = CASE[name].scenario.change(path, value)
    design = scenario.design("design")
    recordings = (record(scenario, "design", number) for number in range(REPLICATIONS))
    rows = [
        [one.read(recording, design) for one in CASE[name].quantities] for recording in recordings
    ]
    assert not all(one.agrees for one in compared(CASE[name], rows))
