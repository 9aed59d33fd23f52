"""The comparison with theory can fail for deliveries too: another policy does not pass it."""

import pytest

from simkit.engine.runner import record
from tests.statistical.case import REPLICATIONS
from tests.statistical.cases import CASES, compared

CASE = {case.name: case for case in CASES}


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("three deliveries, 30 % fail", "participants.Bus.max-deliveries", 4),
        ("redelivery 30 s after a crash", "participants.API.detect-after", "36 s"),
        ("a lease of 10 s", "participants.Bus.late-ack", "rejected"),
        ("settled before the work", "participants.Bus.ack", "after-work"),
        ("settled on delivery, twenty ahead", "participants.Bus.ack", "before-work"),
        ("settled every 5 s", "participants.Bus.ack", "every 6500 ms"),
        ("a prefetch of 26", "participants.Bus.prefetch", 25),
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
