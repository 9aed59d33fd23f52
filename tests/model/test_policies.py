"""How brokers deal with messages, as a file says it: values, defaults, and what means nothing."""

from typing import Any

import pytest

import simkit as sk
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.distribution import ENDLESS, NEVER, Constant, Exponential
from simkit.model.policy import PLAIN, Handling, Policy
from simkit.model.policy_words import Keys, parse_ack, parse_keys
from simkit.model.scenario import Design
from simkit.units import BadValue

SECOND = 10**9
DRAWING = "C->>Q: Job\nQ->>W: Job"
ACKED = DRAWING + "\nW-->>Q: Ack"
REJECTED = DRAWING + "\nW--xQ: No"


def design(drawing: str = DRAWING, **more: object) -> Design:
    text = f'sequenceDiagram\nparticipant C\nparticipant Q@{{ "type": "queue" }}\n{drawing}'
    return sk.scenario(text, load="every 1 s", **more).designs[0]  # type: ignore[arg-type]


def policy(drawing: str = DRAWING, **said: object) -> Policy:
    found = design(drawing, participants={"Q": {"kind": "broker", **said}}).participant("Q").policy
    assert found is not None
    return found


def refused(drawing: str = DRAWING, **more: object) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        design(drawing, **more)
    return [str(problem) for problem in caught.value.problems]


# ---------------------------------------------------------------------- values


def test_every_broker_has_a_policy_and_nobody_else() -> None:
    found = {one.id: one.policy for one in design().participants}
    assert found == {"C": None, "Q": Policy(), "W": None}


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ({"capacity": 100}, Policy(capacity=100)),
        ({"capacity": "unlimited"}, Policy()),
        ({"capacity": 1, "when-full": "block"}, Policy(capacity=1, when_full="block")),
        ({"ttl": "60 s"}, Policy(ttl=60 * SECOND)),
        ({"durable": "never"}, Policy(durable="never")),
        ({"prefetch": 10, "fetch": "batch"}, Policy(prefetch=10, fetch="batch")),
        (
            {"prefetch": 10, "dispatch": "least-loaded"},
            Policy(prefetch=10, dispatch="least-loaded"),
        ),
        ({"poll": "exponential 1 s"}, Policy(poll=Exponential(mean=SECOND))),
        ({"ack": "before-work"}, Policy(ack="before-work")),
        ({"ack": "every 10"}, Policy(ack="in-batches", ack_count=10)),
        ({"ack": "every 5 s"}, Policy(ack="in-batches", ack_interval=5 * SECOND)),
        (
            {"lease": "30 s", "extend-every": "10 s", "late-ack": "rejected"},
            Policy(lease=30 * SECOND, extend_every=10 * SECOND, late_ack="rejected"),
        ),
        ({"requeue": "tail"}, Policy(requeue="tail")),
        ({"on-failure": "settle"}, Policy(on_failure="settle")),
        ({"max-deliveries": "unlimited"}, Policy(max_deliveries=None)),
        ({"max-deliveries": 1}, Policy(max_deliveries=1)),
        ({"retry-delay": "1 s"}, Policy(retry_delay=(Constant(value=SECOND),))),
        (
            {"retry-delay": ["1 s", "exponential 2 s"]},
            Policy(retry_delay=(Constant(value=SECOND), Exponential(mean=2 * SECOND))),
        ),
        ({"dead-letter": "drop"}, Policy(dead_letter="drop")),
        ({"redrive-after": "10 min"}, Policy(redrive_after=600 * SECOND)),
        ({"dedupe": "2 min"}, Policy(dedupe=120 * SECOND)),
        (
            {"partitions": 12, "rebalance-pause": "3 s", "ack": "every 10"},
            Policy(partitions=12, rebalance_pause=3 * SECOND, ack="in-batches", ack_count=10),
        ),
        ({"batch": 10, "linger": "5 ms"}, Policy(batch=10, linger=5_000_000)),
        ({"bandwidth": "1 MB/s"}, Policy(bandwidth=1_000_000)),
        ({"confirm": 10}, Policy(confirm=10)),
        ({"confirm": "unlimited"}, Policy()),
    ],
    ids=str,
)
def test_each_key_of_a_broker_has_its_place_in_the_policy(
    said: dict[str, Any], means: Policy
) -> None:
    assert policy(**said) == means


def test_what_becomes_of_a_rejection_is_asked_where_one_is_drawn() -> None:
    assert policy(REJECTED, **{"on-reject": "requeue"}) == Policy(on_reject="requeue")
    (line,) = (one for one in design(REJECTED).script.lines if one.rejects)
    assert (line.label, design(REJECTED).script.lines[line.settles].receiver) == ("No", "W")


def test_instances_and_how_late_a_death_is_noticed() -> None:
    worker = {"workers": 3, "instances": 4, "detect-after": "exponential 30 s"}
    found = design(participants={"W": worker}).participant("W")
    assert (found.workers, found.instances, found.all_workers) == (3, 4, 12)
    assert found.detect_after == Exponential(mean=30 * SECOND)
    never = design(participants={"W": {"detect-after": "never"}}).participant("W")
    assert (never.detect_after, never.all_workers, never.instances) == (NEVER, None, 1)
    assert (NEVER.value, str(NEVER)) == (ENDLESS, "never")


def test_a_consumer_that_is_not_drawn_has_instances() -> None:
    consumer = {"name": "V", "workers": 2, "instances": 3, "work": "1 s"}
    found = design("C->>Q: Job", participants={"Q": {"kind": "broker", "consumer": consumer}})
    assert found.participant("V").all_workers == 6


# ---------------------------------------------------------------------- messages


def handling(drawing: str = DRAWING, **more: object) -> list[Handling]:
    return [cost.handling for cost in design(drawing, **more).costs]


def test_how_a_message_is_handled() -> None:
    said = {"fails": "1 %", "poison": "0.1 %", "priority": 3, "idempotent": "2 min"}
    means = Handling(fails=0.01, poison=0.001, priority=3, idempotent=120 * SECOND)
    assert handling(messages={"W.Job": said}) == [PLAIN, means]
    for_ever = handling(messages={"W.Job": {"idempotent": "unlimited"}})
    assert for_ever[1] == Handling(idempotent=ENDLESS)


def test_what_is_said_of_a_stored_message_is_handed_on() -> None:
    more = "C->>Q: Job\nQ->>P: Job\nP->>W: Job\nP->>V: Job"
    log = {"P": {"kind": "broker", "partitions": 4}, "Q": {"kind": "broker"}}
    said = {"Q.Job": {"key": "100 keys with 20 % hot"}, "V.Job": {"key": "7 keys"}}
    found = handling(more, participants=log, messages=said)
    hundred = Handling(keys=100, hot=0.2)
    assert found == [hundred, hundred, hundred, Handling(keys=7)]
    urgent = handling(messages={"Q.Job": {"priority": 2}})
    assert urgent == [Handling(priority=2), Handling(priority=2)]


def test_a_priority_does_not_reach_a_partition() -> None:
    participants = {"Q": {"kind": "broker", "partitions": 4}}
    two = "C->>Q: Job\nQ->>W: Job\nC->>P: Note\nP->>W: Note"
    said = {"Q.Job": {"key": "7 keys"}, "P.Note": {"priority": 1}}
    participants["P"] = {"kind": "broker"}
    assert [one.priority for one in handling(two, participants=participants, messages=said)] == [
        *(0, 0),
        *(1, 1),
    ]
    said = {"W.Job": {"priority": 1}}
    assert refused(participants={"Q": {"partitions": 4}}, messages=said) == [
        "messages.\"W.Job\".priority: found 'priority' for 'Job'; expected none: the messages of a "
        "partition are taken one after the other"
    ]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("100 keys", Keys(count=100)),
        ("1 key", Keys(count=1)),
        ("100 keys, 20 % hot", Keys(count=100, hot=0.2)),
        ("100 keys with 20 % hot", Keys(count=100, hot=0.2)),
        ("100 keys 20% hot", Keys(count=100, hot=0.2)),
    ],
)
def test_keys_in_words(text: str, means: Keys) -> None:
    assert parse_keys(text) == means
    assert parse_keys(str(means)) == means


@pytest.mark.parametrize(
    "text", ["", "keys", "100", "100 keys hot", "100 keys,", "x keys", "0 keys"]
)
def test_no_keys(text: str) -> None:
    with pytest.raises(BadValue):
        parse_keys(text)


@pytest.mark.parametrize(
    "text", ["after-work", "before-work", "on-delivery", "every 10", "every 5 s"]
)
def test_acknowledgements_in_words(text: str) -> None:
    assert str(parse_ack(text)) == text


# ---------------------------------------------------------------------- what means nothing


@pytest.mark.parametrize(
    ("drawing", "said", "key", "why"),
    [
        (ACKED, {"ack": "every 10"}, "ack", "the drawing shows when its deliveries are settled"),
        (DRAWING, {"on-reject": "drop"}, "on-reject", "nobody is drawn who says no to a delivery"),
        (DRAWING, {"when-full": "block"}, "when-full", "without 'capacity' it is never full"),
        (
            DRAWING,
            {"capacity": "unlimited", "when-full": "block"},
            "when-full",
            "without 'capacity' it is never full",
        ),
        (
            DRAWING,
            {"fetch": "batch"},
            "fetch",
            "without 'prefetch' a worker takes a message when it is free",
        ),
        (
            DRAWING,
            {"dispatch": "round-robin"},
            "dispatch",
            "without 'prefetch' a worker takes a message when it is free",
        ),
        (
            DRAWING,
            {"prefetch": 5, "poll": "1 s", "dispatch": "round-robin"},
            "dispatch",
            "with 'poll' whoever asks has the next message",
        ),
        (DRAWING, {"late-ack": "rejected"}, "late-ack", "without 'lease' no settlement is late"),
        (
            DRAWING,
            {"extend-every": "1 s"},
            "extend-every",
            "without 'lease' there is nothing to extend",
        ),
        (
            DRAWING,
            {"rebalance-pause": "1 s"},
            "rebalance-pause",
            "without 'partitions' nobody owns any",
        ),
        (
            DRAWING,
            {"partitions": 3, "prefetch": 5},
            "prefetch",
            "the messages of a partition are taken one after the other",
        ),
        (
            DRAWING,
            {"partitions": 3, "requeue": "head"},
            "requeue",
            "the messages of a partition are taken one after the other",
        ),
        (
            DRAWING,
            {"dead-letter": "drop", "redrive-after": "1 s"},
            "redrive-after",
            "'dead-letter: drop' keeps none",
        ),
        ("C->>Q: Job", {"lease": "1 s"}, "lease", "nobody takes anything from Q"),
    ],
)
def test_a_key_that_means_nothing_is_refused_with_the_reason(
    drawing: str, said: dict[str, object], key: str, why: str
) -> None:
    assert refused(drawing, participants={"Q": {"kind": "broker", **said}}) == [
        f"participants.Q.{key}: found '{key}' for Q; expected none: {why}"
    ]


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("W", {"lease": "1 s"}, "'lease' for the pool W; expected none: a pool stores no messages"),
        ("C", {"ttl": "1 s"}, "'ttl' for the client C; expected none: a client stores no messages"),
        (
            "Q",
            {"instances": 2},
            "'instances' for the broker Q; expected none: there is one of a broker",
        ),
        (
            "Q",
            {"detect-after": "1 s"},
            "'detect-after' for the broker Q; expected none: only the death of a worker is "
            "noticed late",
        ),
    ],
)
def test_a_key_of_another_kind_of_participant(
    name: str, said: dict[str, object], told: str
) -> None:
    (key,) = said
    assert refused(participants={name: said}) == [f"participants.{name}.{key}: found {told}"]


def test_a_lease_is_extended_before_it_is_over() -> None:
    said = {"lease": "5 s", "extend-every": "5 s"}
    assert refused(participants={"Q": said}) == [
        "participants.Q.extend-every: found 5 s; expected less than the lease, 5 s"
    ]


def test_what_hangs_on_a_key_that_cannot_be_read_is_not_told() -> None:
    assert refused(participants={"Q": {"prefetch": "x", "fetch": "batch"}}) == [
        "participants.Q.prefetch: found 'x'; expected a whole number from 1 to 1,000,000,000"
    ]


def test_what_plays_no_part_in_one_design_is_pointed_out_there() -> None:
    text = """\
participants: {Q: {kind: broker, fetch: batch, ack: every 10}}
designs:
  one:
    participants: {Q: {prefetch: 5}}
    diagram: |
      sequenceDiagram
        C->>Q: Job
        Q->>W: Job
  two: |
    sequenceDiagram
      C->>Q: Job
      Q->>W: Job
      W-->>Q: Ack
load: every 1 s
"""
    one, two = read_scenario(text, "p.yaml").designs
    assert one.participant("Q").policy == Policy(
        prefetch=5, fetch="batch", ack="in-batches", ack_count=10
    )
    assert two.participant("Q").policy == Policy()
    assert [note for note in one.warnings if "plays no part" in note] == []
    assert [note for note in two.warnings if "plays no part" in note] == [
        "participants.Q.fetch plays no part here: without 'prefetch' a worker takes a message "
        "when it is free",
        "participants.Q.ack plays no part here: the drawing shows when its deliveries are settled",
    ]


@pytest.mark.parametrize(
    ("message", "said", "why"),
    [
        ("Q.Job", {"fails": "1 %"}, "Q only stores it: say it of the delivery"),
        ("Q.Job", {"key": "7 keys"}, "no broker on its way has partitions"),
        ("W.Job", {"key": "7 keys"}, "no broker on its way has partitions"),
        ("Ack", {"poison": "1 %"}, "no work is done upon it"),
        ("Ack", {"priority": 1}, "it begins nothing"),
        ("Yes", {"idempotent": "1 s"}, "it begins nothing"),
        ("Step", {"priority": 1}, "it is a step"),
        ("News", {"priority": 1}, "nothing waits for a worker of a client"),
        ("Step", {"size": "1 kB"}, "it goes into no broker with a 'bandwidth'"),
    ],
)
def test_what_means_nothing_for_a_message(message: str, said: dict[str, str], why: str) -> None:
    drawing = (
        "C->>A: Ask\nA->>A: Step\nA-->>C: Yes\nA->>Q: Job\nQ->>W: Job\nW-->>Q: Ack\nA-)C: News"
    )
    (key,) = said
    keys = f'messages."{message}"' if "." in message else f"messages.{message}"
    label = message.rpartition(".")[2]
    assert refused(drawing, messages={message: said}) == [
        f"{keys}.{key}: found '{key}' for '{label}'; expected none: {why}"
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"ack": "manual"}, "ack: found 'manual'; expected after-work, before-work, on-delivery, "
         "'every 10' or 'every 5 s'"),
        ({"ack": "after_work"}, "ack: found 'after_work'; expected after-work, before-work, "
         "on-delivery, 'every 10' or 'every 5 s'; did you mean 'after-work'?"),
        ({"ack": "every 0 s"}, "ack: found 'every 0 s'; expected a time above 0 s after 'every'"),
        ({"ack": 5}, "ack: found 5, a number without a unit; expected a word such as 'after-work'"),
        ({"ttl": "0 s"}, "ttl: found '0 s'; expected a time above 0 s"),
        ({"poll": "0 s"}, "poll: found '0 s'; expected a time above 0 s"),
        ({"retry-delay": []}, "retry-delay: found an empty list; expected a time such as '1 s', or "
         "a list of them"),
        ({"retry-delay": ["1 s", 2]}, "retry-delay: found 2, a number without a unit; expected a "
         "time such as '5 ms' or 'exponential 5 ms'"),
        ({"requeue": "end"}, "requeue: found 'end'; expected original, head or tail"),
        ({"max-deliveries": 0}, "max-deliveries: found 0; expected a whole number from 1 to "
         "1,000,000,000 or unlimited"),
        ({"bandwidth": "5 ms"}, "bandwidth: found '5 ms', which is a time; expected a flow such as "
         "'40 MB/s'"),
        ({"batch": 1}, "batch: found 1; expected a whole number from 2 to 1,000,000,000"),
    ],
    ids=str,
)  # fmt: skip
def test_a_value_that_cannot_be_one(said: dict[str, object], told: str) -> None:
    assert refused(participants={"Q": said}) == [f"participants.Q.{told}"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"fails": 0.01}, "fails: found 0.01, a number without a unit; expected a share such as "
         "'5 %'"),
        ({"poison": "101 %"}, "poison: found '101 %'; expected a share from 0 % to 100 %"),
        ({"priority": -1}, "priority: found -1; expected a whole number from 0 to 1,000,000"),
        ({"idempotent": "unlimted"}, "idempotent: found 'unlimted'; expected a time such as "
         "'2 min', or unlimited; did you mean 'unlimited'?"),
        ({"key": 100}, "key: found 100, a number without a unit; expected a number of keys such "
         "as '100 keys'"),
        ({"key": "hot"}, "key: found 'hot'; expected a number of keys such as '100 keys' or "
         "'100 keys with 20 % hot'"),
    ],
    ids=str,
)  # fmt: skip
def test_a_value_of_a_message_that_cannot_be_one(said: dict[str, object], told: str) -> None:
    assert refused(messages={"W.Job": said}) == [f'messages."W.Job".{told}']


# ---------------------------------------------------------------------- luck


@pytest.mark.parametrize(
    ("more", "luck"),
    [
        ({}, False),
        ({"participants": {"Q": {"poll": "exponential 1 s"}}}, True),
        ({"participants": {"Q": {"poll": "1 s"}}}, False),
        ({"participants": {"Q": {"retry-delay": ["1 s", "uniform 1 s to 2 s"]}}}, True),
        ({"participants": {"W": {"detect-after": "exponential 1 s"}}}, True),
        ({"messages": {"W.Job": {"fails": "1 %"}}}, True),
        ({"messages": {"W.Job": {"fails": "100 %"}}}, False),
        ({"messages": {"W.Job": {"poison": "1 %"}}}, True),
        (
            {
                "messages": {"W.Job": {"key": "2 keys"}},
                "participants": {"Q": {"partitions": 2}},
            },
            True,
        ),
        ({"faults": [{"crash": "W", "at": "1 s", "for": "1 s"}]}, False),
        ({"faults": [{"crash": "W", "every": "1 s"}]}, False),
        ({"faults": [{"crash": "W", "every": "exponential 1 s"}]}, True),
        ({"faults": [{"crash": "W", "at": "1 s", "for": "exponential 1 s"}]}, True),
        ({"faults": [{"kill": "W", "chance": "1 %"}]}, True),
        ({"faults": [{"kill": "W", "chance": "100 %"}]}, False),
    ],
    ids=str,
)
def test_whether_anything_is_drawn(more: dict[str, Any], luck: bool) -> None:
    assert design(**more).has_luck is luck
