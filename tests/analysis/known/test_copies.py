"""Several kinds of messages, brokers and copies, limited room."""

from math import exp

from simkit.analysis.known import Slower, known_slower
from simkit.analysis.theory import erlang_c, nelson_tantawi_approximation
from simkit.formats.scenario_file import read_scenario
from simkit.model.scenario import Design
from tests.analysis.known.designs import ASK, BROKER, SUBSCRIBERS, TELL, design, said

# ---------------------------------------------------------------------- several kinds

TWO = """graph LR
  Client --> A
  Client --> B
  A -. event .-> W
  B -. event .-> W"""


def test_two_kinds_of_messages_at_one_worker() -> None:
    # 4/s of 50 ms and 4/s of 150 ms: 2 × 4 × 0.0025 + 2 × 4 × 0.0225 = 0.2 = λ E[S²];
    # 0.2 / 2 / (1 - 0.8) = 0.5 s of wait, and 0.1 s of work on average.
    work = {"A": "0 s", "B": "0 s", "W": "exponential 50 ms"}
    one = design(TWO, work=work, workers={"W": 1})
    assert said(one, "completed.mean") == "0.083333 by M/M/1"  # 0.05 / (1 - 0.4)
    kinds = {"Short": "Client-)W: Short", "Long": "Client-)W: Long"}
    two = design_of_journeys(kinds, {"Short": "exponential 50 ms", "Long": "exponential 150 ms"})
    assert said(two, "completed.mean") == "0.6 by Pollaczek–Khinchine (M/G/1)"
    assert said(two, "Short.completed.mean") == "0.55 by Pollaczek–Khinchine (M/G/1)"
    assert said(two, "utilisation.W.mean") == "0.8 by utilisation law"
    assert said(two, "Long.throughput.mean") == "4 by flow balance"


def design_of_journeys(journeys: dict[str, str], work: dict[str, str]) -> Design:
    """Journeys of one client, each with 4 requests a second."""
    lines = ["designs:", "  both:", "    journeys:"]
    for name, drawing in journeys.items():
        lines += [f"      {name}:", "        load: poisson 4/s", "        diagram: |"]
        lines += [f"          {line}" for line in ("sequenceDiagram", *drawing.splitlines())]
    lines += ["participants: {W: {kind: pool, workers: 1}}", "messages:"]
    lines += [f"  {label}: {{work: {law}}}" for label, law in work.items()]
    return read_scenario("\n".join(lines), "x.yaml").designs[0]


def test_one_journey_that_is_never_settled() -> None:
    kinds = {"kept": "Client-)Queue: Kept", "short": "Client-)W: Short"}
    one = design_of_journeys(kinds, {"Short": "exponential 50 ms", "Kept": "0 s"})
    assert said(one, "settled.share") == "0.5 by M/M/1"
    assert said(one, "completed.mean") == "0.0625 by M/M/1"  # 0.05 / (1 - 0.2)
    assert said(one, "backlog.mean") == "some journeys are settled never, by the drawing"
    assert said(one, "short.backlog.mean") == "0.25 by Little's law"


def test_journeys_of_two_clients_are_blended_by_their_rates() -> None:
    drawing = """sequenceDiagram
      Client->>A: Ask
      A-->>Client: Done
      User->>B: Look
      B-->>User: Seen"""
    load = {"Client": "poisson 6/s", "User": "poisson 2/s"}
    one = design(drawing, load, work={"Ask": "100 ms", "Look": "500 ms"})
    assert said(one, "acknowledged.mean") == "0.2 by M/G/∞"  # (6 × 0.1 + 2 × 0.5) / 8
    assert said(one, "acknowledged.p50") == "0.1 by M/G/∞"
    assert said(one, "acknowledged.p90") == "0.5 by M/G/∞"
    assert said(one, "offered.mean") == "8 by the load"
    assert said(one, "backlog.mean") == "1.6 by Little's law"


# ---------------------------------------------------------------------- brokers


def test_a_broker_and_its_consumers_are_one_queue() -> None:
    # M/M/4 at 25/s and 100 ms: C = 0.31956 × ..., as in tests.statistical; here by Little.
    work = {"Q.Job": "3 ms", "W.Job": "exponential 100 ms"}
    one = design(BROKER, "poisson 25/s", work=work, workers={"W": 4})
    assert said(one, "acknowledged.mean") == "0.003 by M/G/∞"
    wait = erlang_c(servers=4, load=2.5) * 0.1 / 1.5
    assert said(one, "completed.mean") == f"{0.103 + wait:.5g} by M/M/4"
    assert said(one, "backlog.Q.mean") == f"{25 * wait:.5g} by Little's law"
    assert said(one, "backlog.W.mean") == "0 by Little's law"


def test_a_worker_is_kept_while_its_delivery_is_under_way() -> None:
    # Kept for 20 ms + 80 ms, cv 0.8: 0.4 × (1 + 0.64) / 2 of wait; 2 × 20 ms and 80 ms besides.
    work = {"W.Job": "exponential 80 ms"}
    one = design(BROKER, network="20 ms", work=work, workers={"W": 1})
    assert said(one, "completed.mean") == "0.448 by Pollaczek–Khinchine (M/G/1)"
    assert said(one, "utilisation.W.mean") == "0.64 by utilisation law"


def test_a_message_is_settled_when_the_broker_knows() -> None:
    work = {"W.Job": "exponential 80 ms"}
    one = design(BROKER + "\n  W-->>Q: Ack", network="20 ms", work=work)
    assert said(one, "settled.mean") == "0.14 by M/G/∞"  # 20 + 20 + 80 + 20 ms


def test_a_broker_waits_for_nobody() -> None:
    drawing = """sequenceDiagram
      participant Q@{ "type": "queue" }
      participant R@{ "type": "queue" }
      Client-)Q: Job
      Q->>R: Job
      R-->>Q: Kept
      Q->>W: Job
      R->>V: Job"""
    work = {"Q.Job": "1 ms", "R.Job": "50 ms", "W.Job": "exponential 200 ms", "V.Job": "10 ms"}
    one = design(drawing, work=work)
    # W begins after 1 ms: the longer of 60 ms and an exponential time of 200 ms.
    assert said(one, "completed.mean") == f"{0.061 + 0.2 * exp(-0.3):.5g} by slowest of 2"


def test_subscribers_without_a_limit() -> None:
    work = {"A.Job": "exponential 100 ms", "B.Job": "exponential 100 ms"}
    one = design(SUBSCRIBERS, work=work, network="1 ms")
    assert said(one, "completed.mean") == "0.152 by slowest of 2"
    assert said(one, "held.mean") == "0.2 by sum of means"
    uneven = design(SUBSCRIBERS, work=work | {"B.Job": "50 ms"}, network="1 ms")
    assert said(uneven, "completed.mean") == "0.11265 by slowest of 2"  # 0.052 + 0.1 e^-0.5


def test_a_fork_and_join() -> None:
    # Flatto and Hahn: (12 - 0.8) / 8 × 0.5.
    work = {"A.Job": "exponential 100 ms", "B.Job": "exponential 100 ms"}
    equal = {"A": 1, "B": 1}
    one = design(SUBSCRIBERS, work=work, workers=equal)
    assert said(one, "completed.mean") == "0.7 by fork and join"
    assert said(one, "completed.p50") == "of a fork and join only the mean is known"
    reason = "the slower of two ways with queues has no closed form"
    other = design(SUBSCRIBERS, work=work | {"B.Job": "exponential 90 ms"}, workers=equal)
    assert said(other, "completed.mean") == reason
    # 0.8² / 0.2 + 0.72² / 0.28
    assert said(other, "backlog.Q.mean") == "5.0514 by Little's law"


def test_three_that_fork_and_join_are_an_approximation() -> None:
    drawing = SUBSCRIBERS + "\n  Q->>D: Job"
    work = {f"{name}.Job": "exponential 100 ms" for name in "ABD"}
    one = design(drawing, work=work, workers=dict.fromkeys("ABD", 1))
    found = nelson_tantawi_approximation(arrival_rate=8, service_time=0.1, branches=3)
    assert said(one, "completed.mean") == f"about {found:.5g} by Nelson–Tantawi (fork of 3)"


def test_one_queue_beside_a_pool_without_a_limit() -> None:
    # The longer of M/M/1's 0.5 s, exponential, and 0.1 s, exponential: 0.5 + 0.1 - 1 / (2 + 10).
    work = {"A.Job": "exponential 100 ms", "B.Job": "exponential 100 ms"}
    one = design(SUBSCRIBERS, work=work, workers={"A": 1})
    assert said(one, "completed.mean") == "0.51667 by slowest of 2 (M/M/1)"


def test_what_nobody_takes_is_never_completed() -> None:
    drawing = """sequenceDiagram
      participant Q@{ "type": "queue" }
      Client->>Q: Job
      Q-->>Client: Stored"""
    one = design(drawing, work={"Job": "2 ms"})
    assert said(one, "acknowledged.mean") == "0.002 by M/G/∞"
    assert said(one, "completed.mean") == "completed: never, by the drawing"
    assert said(one, "throughput.mean") == "0 by flow balance"
    assert said(one, "backlog.Q.mean") == "Q keeps messages that nobody takes"
    assert said(one, "backlog.mean") == "settled: never, by the drawing"


# ---------------------------------------------------------------------- limited room


def test_m_m_1_2() -> None:
    # a = 0.5: 1 : 0.5 : 0.25, so that 1/7 finds both places taken, and a third of the others waits.
    one = design(
        ASK,
        "poisson 5/s",
        work={"Request": "exponential 100 ms"},
        participants={"API": {"workers": 1, "queue": 1}},
    )
    assert said(one, "told.refused.share") == "0.14286 by M/M/1/2"
    assert said(one, "told.ok.share") == "0.85714 by M/M/1/2"
    assert said(one, "told.accepted.share") == "theory says nothing of 'accepted' here"
    assert said(one, "done.refused.share") == "0.14286 by M/M/1/2"
    assert said(one, "acknowledged.mean") == "0.13333 by M/M/1/2"
    assert said(one, "acknowledged.share") == "0.85714 by M/M/1/2"
    assert said(one, "acknowledged.p90") == "so many never get there"
    assert said(one, "throughput.mean") == "4.2857 by M/M/1/2"
    assert said(one, "utilisation.API.mean") == "0.42857 by utilisation law"
    assert said(one, "backlog.API.mean") == "0.14286 by Little's law"
    assert said(one, "held.mean") == "0.085714 by sum of means"
    assert said(one, "settled.mean") == "what API turns away is settled too, and sooner"
    law = known_slower(one, "acknowledged")
    assert isinstance(law, Slower)
    slower = 2 / 3 * exp(-2) + 1 / 3 * 3 * exp(-2)  # e^-2 (1 + 2) for Erlang's law of two stages
    assert abs(law.exceeds(0.2) - (1 / 7 + 6 / 7 * slower)) < 1e-12


def test_m_m_1_4_waits_for_up_to_three() -> None:
    # 16 : 8 : 4 : 2 : 1; of those let in 8/15 find nobody, 4/15 one, 2/15 two, and 1/15 three.
    one = design(
        ASK,
        "poisson 5/s",
        work={"Request": "exponential 100 ms"},
        participants={"API": {"workers": 1, "queue": 3}},
    )
    assert said(one, "told.refused.share") == "0.032258 by M/M/1/4"
    law = known_slower(one, "acknowledged")
    assert isinstance(law, Slower)
    # Erlang's law of up to four stages, at twice the mean of one.
    slower = exp(-2) * (8 * 1 + 4 * 3 + 2 * 5 + 1 * (5 + 8 / 6)) / 15
    assert abs(law.exceeds(0.2) - (1 / 31 + 30 / 31 * slower)) < 1e-12


def test_what_waits_in_a_broker_is_not_turned_away() -> None:
    pools = {"W": {"workers": 1, "queue": 1}}
    one = design(BROKER, work={"W.Job": "exponential 100 ms"}, participants=pools)
    assert said(one, "completed.mean") == "0.5 by M/M/1"
    assert said(one, "done.refused.share") == "nobody is turned away: the drawing says it all"


def test_erlang_b_for_any_work() -> None:
    # a = 3, c = 3: 4.5 / (1 + 3 + 4.5 + 4.5).
    one = design(
        ASK,
        "poisson 30/s",
        work={"Request": "lognormal 100 ms cv 1"},
        participants={"API": {"workers": 3, "queue": 0}},
    )
    assert said(one, "told.refused.share") == "0.34615 by Erlang B (M/G/3/3)"
    assert said(one, "acknowledged.mean") == "0.1 by Erlang B (M/G/3/3)"


def test_limited_room_with_other_work_has_no_formula() -> None:
    one = design(
        ASK,
        "poisson 5/s",
        work={"Request": "100 ms"},
        participants={"API": {"workers": 1, "queue": 1}},
    )
    reason = "API has limited room, and work that is not exponential"
    assert said(one, "acknowledged.mean") == reason
    assert said(one, "told.refused.share") == reason


def test_what_goes_on_from_limited_room_is_no_poisson_stream() -> None:
    pools = {"First": {"workers": 1, "queue": 3}, "Second": {"workers": 1}}
    one = design(
        TELL,
        work={"Order": "exponential 100 ms", "Parcel": "exponential 80 ms"},
        participants=pools,
    )
    reason = "First turns messages away, and what goes on is no Poisson stream"
    assert said(one, "completed.mean") == reason
