"""What `simkit check` says of each design's capacity, word for word."""

from pathlib import Path

import pytest

import simkit as sk
from simkit.model.scenario import Scenario
from simkit.views.capacity import capacity_lines
from simkit.views.reading import wrapped

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CALL = "C->>A: ask\nA-->>C: ok"
CHAIN = "C->>A: ask\nA->>B: do\nB-->>A: done\nA-->>C: ok"
EVENT = "C->>A: ask\nA-->>C: ok\nA-)B: do"


def shown(drawing: str, load: object, **more: object) -> str:
    """The table of one design and what is said below it, without the legend."""
    run = {"warm-up": "5 min", "horizon": "1 h"}
    scenario = sk.scenario(f"sequenceDiagram\n{drawing}", load=load, **{"run": run} | more)  # type: ignore[arg-type]
    lines = printed(scenario)
    return "\n".join(lines[lines.index("") + 1 :])


def printed(scenario: Scenario) -> list[str]:
    return "\n".join(wrapped(line) for line in capacity_lines(scenario)).split("\n")


def test_the_shipped_scenario() -> None:
    text = "\n".join(printed(sk.load(SCENARIOS / "accepted.yaml")))
    assert (
        text
        == """\
capacity, by mean times and as if nobody queued
  arrivals: messages/s; each: how long one holds a worker; load: workers held;
      busy: share of them; full at: requests/s that hold them all;
      > at least, < at most, ~ about: queues and chance come on top

  blocking: poisson 80/s
                    arrivals      each          load      busy  full at
    API                 80/s  > 507 ms  > 40.6 of 60  > 67.6 %  < 118/s
    BackgroundTask      80/s    500 ms      40 of 50      80 %    100/s
    highest sustainable rate: 100 requests/s; bottleneck: BackgroundTask

  accepted: poisson 80/s
                    arrivals    each        load   busy   full at
    API                160/s    3 ms  0.48 of 60  0.8 %  10,000/s
    BackgroundTask      80/s  500 ms    40 of 50   80 %     100/s
    highest sustainable rate: 100 requests/s; bottleneck: BackgroundTask"""
    )


def test_the_readme_shows_the_table_that_is_printed() -> None:
    readme = (SCENARIOS.parent / "README.md").read_text(encoding="utf-8")
    shown = readme.split("### What is known before a run\n")[1].split("```\n")[1]
    assert shown in "\n".join([*printed(sk.load(SCENARIOS / "accepted.yaml")), ""])


def test_the_reading_ends_with_it() -> None:
    scenario = sk.load(SCENARIOS / "accepted.yaml")
    text = str(sk.check(scenario))
    assert text.endswith("\n\n" + "\n".join(printed(scenario)))
    assert repr(sk.check(scenario)) == text


def test_a_bound_says_because_of_whom() -> None:
    work = {"ask": "6 ms", "do": "300 ms"}
    assert (
        shown(CHAIN, "poisson 40/s", work=work, workers={"A": 32, "B": 16})
        == """\
  design: poisson 40/s
       arrivals      each          load      busy  full at
    A      40/s  > 306 ms  > 12.2 of 32  > 38.2 %  < 105/s
    B      40/s    300 ms      12 of 16      75 %   53.3/s
    highest sustainable rate: at most 53.3 requests/s; bottleneck: B; at most,
        because A holds its workers while it waits for B"""
    )


def test_too_few_workers_that_wait() -> None:
    work = {"ask": "exponential 70 ms", "do": "exponential 70 ms"}
    assert (
        shown(CHAIN, "poisson 13/s", work=work, workers={"A": 2, "B": 1})
        == """\
  design: poisson 13/s
       arrivals      each         load    busy   full at
    A      13/s  > 140 ms  > 1.82 of 2  > 91 %  < 14.3/s
    B      13/s     70 ms    0.91 of 1    91 %    14.3/s
    highest sustainable rate: 11.4 requests/s; bottleneck: A, B (A has only 2
        workers to wait for B)
    warning: A has only 2 workers to wait for B: its queue grows by about 1.57
        messages/s for as long as it lasts; the design can take 11.4 requests/s
        at most"""
    )


def test_side_by_side() -> None:
    drawing = "C->>A: ask\npar\nA->>B: l\nB-->>A: k\nand\nA->>D: r\nD-->>A: s\nend\nA-->>C: ok"
    work = {"l": "exponential 10 ms", "r": "exponential 20 ms"}
    assert (
        shown(drawing, "poisson 40/s", work=work, workers={"A": 4})
        == """\
  design: poisson 40/s
       arrivals     each             load    busy  full at
    A      40/s  > 20 ms       > 0.8 of 4  > 20 %  < 200/s
    B      40/s    10 ms  0.4 (unlimited)       –        –
    D      40/s    20 ms  0.8 (unlimited)       –        –
    highest sustainable rate: at most 200 requests/s; bottleneck: A; at most,
        because A does several things side by side, and the longest of random
        times is longer than the longest of their means"""
    )


def test_users_ask_at_most() -> None:
    work = {"ask": "70 ms", "do": "exponential 70 ms"}
    load = "users 50 think exponential 2 s"
    assert (
        shown(CHAIN, load, work=work, workers={"A": 20, "B": 1})
        == """\
  design: users 50 think exponential 2 s: at most 14.3 requests/s
       arrivals      each       load     busy  full at
    A  < 14.3/s  > 140 ms  ~ 2 of 20   ~ 10 %  < 143/s
    B  < 14.3/s     70 ms   < 1 of 1  < 100 %   14.3/s
    highest sustainable rate: 14.3 requests/s; bottleneck: B
    C: 50 users would ask 23.4 times a second if nobody queued; about 30.6 of
        them fill the bottleneck"""
    )


def test_several_clients() -> None:
    drawing = f"{CALL}\nD->>A: other\nA-->>D: yes"
    load = {"C": "poisson 40/s", "D": "users 5 think 990 ms"}
    work = {"ask": "5 ms", "other": "10 ms"}
    text = shown(drawing, load, work=work, workers={"A": 2})
    assert (
        text
        == """\
  design: C poisson 40/s, D users 5 think 990 ms: at most 45 requests/s
       arrivals     each         load      busy  full at
    A    < 45/s  5.56 ms  < 0.25 of 2  < 12.5 %    360/s
    highest sustainable rate: 360 requests/s; bottleneck: A
    D: 5 users would ask 5 times a second if nobody queued"""
    )


def test_phases() -> None:
    load = ["poisson 120/s for 30 min", "poisson 40/s"]
    assert (
        shown(CALL, load, work={"ask": "50 ms"}, workers={"A": 5})
        == """\
  design: poisson 120/s for 30 min, then poisson 40/s (below, its busiest time)
       arrivals   each    load   busy  full at
    A     120/s  50 ms  6 of 5  120 %    100/s
    on average until the horizon: 80 requests/s, A 80 % busy
    highest sustainable rate: 100 requests/s; bottleneck: A
    note: from 0 s on more comes for A than it can do: up to 36,000 messages
        wait for it, done after 40 min at the earliest"""
    )


def test_a_burst_has_no_rate() -> None:
    assert (
        shown(CALL, "at 10 min 1000", work={"ask": "50 ms"}, workers={"A": 5})
        == """\
  design: at 10 min 1000
       arrivals   each    load  busy  full at
    A         –  50 ms  – of 5     –    100/s
    highest sustainable rate: 100 requests/s; bottleneck: A
    note: from 10 min on more comes for A than it can do: up to 1,000 messages
        wait for it, done after 610 s at the earliest"""
    )


def test_what_cannot_be_predicted() -> None:
    drawing = "C->>A: ask\nA->>B: work\nB->>A: find\nA-->>B: found\nB-->>A: worked\nA-->>C: yes"
    assert (
        shown(drawing, "every 1 s", work={"ask": "5 ms"}, workers={"A": 1, "B": 1})
        == """\
  design: every 1 s
       arrivals      each          load     busy  full at
    A       2/s  > 2.5 ms  > 0.005 of 1  > 0.5 %  < 200/s
    B       1/s     > 0 s      > 0 of 1    > 0 %        –
    highest sustainable rate: at most 200 requests/s; bottleneck: A; at most,
        because A holds its workers while it waits for A, B, and B holds its
        workers while it waits for A
    not predicted: whether it goes on at all: A waits for B waits for A, which
        can lock up for ever at any rate"""
    )


def test_a_design_without_pools_has_no_table() -> None:
    assert (
        shown("C->>Queue: put\nQueue-->>C: kept", "poisson 1/s")
        == """\
  design: poisson 1/s
    highest sustainable rate: no limit, as no limited worker is needed
    not predicted: when a request is completed: nobody takes 'put' from Queue,
        which fills up for as long as requests come"""
    )


def test_no_limit() -> None:
    assert shown(CALL, "poisson 1/s", work={"ask": "50 ms"}).split("\n")[-1] == (
        "    highest sustainable rate: no limit, as no limited worker is needed"
    )


@pytest.mark.parametrize("name", ["The Service Of Many Words", "AnApiWhoseNameIsOneLongWord" * 2])
def test_long_names_and_many_designs_fit_into_80_columns(name: str) -> None:
    drawing = f"sequenceDiagram\nC->>{name}: a\n{name}->>B: b\nB-->>{name}: d\n{name}-->>C: e"
    scenario = sk.scenario(
        {f"a design with a name of many words {n}": drawing for n in range(4)},
        load="poisson 16000/s",
        work={"a": "123.456 ms", "b": "exponential 1.5 s"},
        workers={name: 123_456, "B": 12},
    )
    lines = printed(scenario)
    assert max(len(line) for line in lines) <= 80
    tables = [lines[n:] for n, line in enumerate(lines) if line.endswith("full at")]
    assert len(tables) == 4
    for head, *rows in tables:
        # A name that is too long stands above its numbers, which stay in their columns.
        first = rows[0] if rows[0].startswith(f"    {name}  ") else rows[1]
        assert first == rows[0] or rows[0] == f"    {name}"
        assert len(head) == len(first)
