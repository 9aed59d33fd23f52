"""What became of each copy of a message that several receivers get, told from the rows alone."""

from typing import Any

import pytest

import simkit as sk
from simkit.analysis.copies import copies
from simkit.model.scenario import Design
from simkit.record.tables import Settlement
from tests.analysis.handmade import DRAWING, recording


def design(**policy: Any) -> Design:
    """Q keeps events for W (line 1) and for V (line 2)."""
    return sk.scenario(
        DRAWING + "\nQ->>V: Event",
        load="every 1 s",
        participants={"Q": {"kind": "broker", **policy}, "W": {"workers": 1}, "V": {"workers": 1}},
        run={"horizon": "1 s", "warm-up": "0 s", "replications": 1},
    ).designs[0]


REJECTED = "0 1 0 | 0 0 | 0 0 0 0 50 | 50 failed rejected"
AGAIN = "0 1 {n} | 0 0 | 50 50 50 50 90 | 40 failed rejected"
ONCE_MORE = "0 1 {n} | 0 0 | 90 90 90 90 95 | 5 failed rejected"
DIED = "0 1 0 | 0 0 | 0 0 0 0 50 | 50 died cut_off"
LAPSED = "0 1 0 | 0 0 | 0 0 0 0 90 | 90 well lapsed"
TWICE, THRICE = (REJECTED, AGAIN.format(n=1)), (REJECTED, AGAIN.format(n=1), ONCE_MORE.format(n=2))


@pytest.mark.parametrize(
    ("policy", "rows", "end"),
    [
        ({}, ("0 1 0 | 0 0 | 0 0 0 0 50 | 50 well acknowledged",), "acknowledged"),
        ({"ttl": "40 ms"}, ("0 1 0 | 0 0 | 0 - - - 40 | 0 withdrawn expired",), "expired"),
        ({"max-deliveries": 2}, TWICE, "dead_lettered"),
        ({"max-deliveries": 2, "dead-letter": "drop"}, TWICE, "dropped"),
        ({"on-failure": "drop"}, (REJECTED,), "dropped"),
        ({"on-failure": "dead-letter"}, (REJECTED,), "dead_lettered"),
        ({"on-failure": "settle"}, (REJECTED,), "acknowledged"),
        # Who says no is not asked again, who fails would be.
        ({}, ("0 1 0 | 0 0 | 0 0 0 0 50 | 50 well rejected",), "dead_lettered"),
        # No further delivery, although it may have one: it was too old when it came back.
        ({"max-deliveries": 2, "ttl": "45 ms"}, (REJECTED,), "expired"),
        # Two deliveries, a dead letter stored anew, and a third: one more would be due.
        ({"max-deliveries": 2, "redrive-after": "1 ms", "ttl": "45 ms"}, THRICE, "expired"),
        # A broker that forgets: it died while somebody was at work, or else the receiver did.
        ({"durable": "never"}, ("0 1 0 | 0 0 | 0 0 0 0 50 | 50 well cut_off",), "dropped"),
        ({"durable": "never", "max-deliveries": 1}, (DIED,), "dead_lettered"),
        # The second was at work when the first, over after its lease, settled the message.
        ({"lease": "30 ms"}, (LAPSED, "0 1 1 | 0 0 | 30 30 30 30 ? | 870 open"), "acknowledged"),
        # The second failed after the first had settled the message: nothing follows.
        (
            {"lease": "30 ms"},
            (LAPSED, "0 1 1 | 0 0 | 30 30 30 30 95 | 65 failed rejected"),
            "acknowledged",
        ),
        (
            {"lease": "30 ms", "late-ack": "rejected", "max-deliveries": 2},
            (LAPSED, "0 1 1 | 0 0 | 30 30 30 30 95 | 65 failed rejected"),
            "dead_lettered",
        ),
    ],
)
def test_the_end_of_a_copy_whose_message_says_another(
    policy: dict[str, object], rows: tuple[str, ...], end: str
) -> None:
    # The copy for V became a dead letter, which is the worst: that is all that the message says.
    message = "0 0 0 | - 0 | - 0 0 0 100 | 0 well dead_lettered"
    other = "0 2 0 | 0 0 | 0 0 0 0 100 | 100 died dead_lettered"
    one = recording(one_design := design(**policy), "\n".join((message, *rows, other)), (0,))
    found = copies(one, one_design, receiver="W")
    assert [Settlement(code).name.lower() for code in found.end.tolist()] == [end]
    assert found.left.tolist() == [sum(" - - -" not in row for row in rows)]


def test_what_may_have_been_settled_late_is_unsure() -> None:
    message = "0 0 0 | - 0 | - 0 0 0 ? | 0 open"
    waits = "0 2 0 | 0 0 | 0 ? ? ? ? | 0 open"
    second = "0 1 1 | 0 0 | 30 30 30 30 ? | 970 open"
    for late_ack, unsure in (("honoured", [True]), ("rejected", [False])):
        one_design = design(lease="30 ms", **{"late-ack": late_ack})
        one = recording(one_design, "\n".join((message, LAPSED, second, waits)), (0,))
        found = copies(one, one_design, receiver="W")
        assert found.end.tolist() == [Settlement.NONE]
        assert found.unsure.tolist() == unsure
        assert copies(one, one_design, receiver="V").unsure.tolist() == [False]
    assert len(copies(one, one_design)) == len(copies(one, one_design, broker="Q")) == 2
    assert len(copies(one, one_design, broker="W")) == 0
