"""Shares and means that follow from what is said of calls, by arithmetic or through an interval."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from simkit.engine.reference.run import Run
from simkit.engine.tables import Tables
from simkit.record.tables import Done, Told
from tests.engine.contract import plan_of

MS = 1_000_000
ERRORS = 6  # standard errors: a false alarm in 5 · 10⁸ comparisons, were the seed drawn anew

_JITTER = """
    messages:
      Ask: {{fails: 100 %, retry: {{attempts: 3, backoff: 100 ms, factor: 2, jitter: {jitter}}}}}
    load: at 0 s 2000
    run: {{horizon: 1 s, warm-up: 0 s, seed: 5}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""


def tables_of(text: str) -> Tables:
    """What comes of a scenario."""
    return Run(plan_of(text), 0).run(None)


def pauses(tables: Tables) -> list[NDArray[np.int64]]:
    """How long each further attempt was after the one before, by number; nothing takes time."""
    sent = tables.visits["sent"].reshape(len(tables.requests["meant"]), -1)
    return list(np.diff(sent, axis=1).T)


@pytest.mark.parametrize(("jitter", "least"), [("full", 0.0), ("equal", 0.5)])
def test_jitter_is_even_over_its_range(jitter: str, least: float) -> None:
    """P29: between nothing, or half of the pause, and the pause; this grows with its factor."""
    for number, found in enumerate(pauses(tables_of(_JITTER.format(jitter=jitter)))):
        longest = 100 * MS * 2**number
        low, width = least * longest, (1 - least) * longest
        assert found.min() >= low
        assert found.max() <= longest
        # Of 2,000 even draws some are within 1 % of either end, but for a chance of 4 · 10⁻⁹.
        assert found.min() < low + 0.01 * width
        assert found.max() > longest - 0.01 * width
        error = width / np.sqrt(12 * len(found))
        assert abs(found.mean() - (low + width / 2)) < ERRORS * error


def test_without_jitter_all_wait_alike() -> None:
    for number, found in enumerate(pauses(tables_of(_JITTER.format(jitter="none")))):
        assert set(found.tolist()) == {100 * MS * 2**number}


def test_further_attempts_are_drawn_each_by_itself() -> None:
    """C25: p = 30 %, 3 attempts: 1 - p³ = 97.3 % go well, for 1 + p + p² = 1.39 attempts each."""
    tables = tables_of("""
        messages: {Ask: {fails: 30 %, retry: 3}}
        load: at 0 s 10000
        run: {horizon: 1 s, warm-up: 0 s, seed: 5}
        diagram: |
          sequenceDiagram
            C->>A: Ask
            A-->>C: Tell
    """)
    requests, count = tables.requests, len(tables.requests["meant"])
    well = np.mean(requests["told"] == Told.OK)
    assert abs(well - 0.973) < ERRORS * np.sqrt(0.973 * 0.027 / count)
    # Of 1, 2 or 3 attempts with chances of 0.7, 0.21 and 0.09: a variance of 0.4179.
    assert abs(requests["attempts"].mean() - 1.39) < ERRORS * np.sqrt(0.4179 / count)
    assert len(tables.visits["sent"]) == requests["attempts"].sum()


@pytest.mark.parametrize(("layers", "attempts"), [(1, 4), (2, 3), (3, 3), (5, 2)])
def test_attempts_of_layers_multiply(layers: int, attempts: int) -> None:
    """P29: n attempts in each of d layers are n^d calls of the last one."""
    names = "CABDEF"[: layers + 1]
    down = [f"{one}->>{other}: To{other}" for one, other in pairwise(names)]
    up = [f"{other}-->>{one}: Back" for one, other in pairwise(names)]
    retries = [f"To{one}: {{retry: {attempts}}}" for one in names[1:-1]]
    last = f"To{names[-1]}: {{retry: {attempts}, fails: 100 %}}"
    text = f"""
load: at 0 s 1
run: {{horizon: 1 s, warm-up: 0 s}}
messages: {{{", ".join([*retries, last])}}}
diagram: |
  sequenceDiagram
    {"; ".join([*down, *reversed(up)]).replace("; ", chr(10) + "    ")}
"""
    tables = tables_of(text)
    calls = np.bincount(tables.visits["message"])[:layers]
    assert calls.tolist() == [attempts**layer for layer in range(1, layers + 1)]


@pytest.mark.parametrize("of", ["requests", "successes"])
def test_a_budget_pays_for_its_share(of: str) -> None:
    """P29: 10 % of 1,000 requests that all fail are 100 attempts more; of successes, none."""
    tables = tables_of(f"""
        messages: {{Ask: {{fails: 100 %, retry: {{attempts: 2, budget: 10 % of {of}}}}}}}
        load: every 1 ms for 1 s
        run: {{horizon: 1 s, warm-up: 0 s}}
        diagram: |
          sequenceDiagram
            C->>A: Ask
            A-->>C: Tell
    """)
    further = len(tables.visits["sent"]) - len(tables.requests["meant"])
    assert further == (100 if of == "requests" else 0)


_OVERLOAD = """
    participants: {{A: {{workers: 1}}}}
    messages: {{Ask: {{work: {law}, timeout: 1 s, cancel: {cancel}}}}}
    load: every 10 ms
    run: {{horizon: 20 s, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: Tell
"""


def test_in_overload_nothing_is_answered_in_time_though_all_is_done() -> None:
    """P28, C49: with 10 % too much work the n-th waits n ms, and those from n = 990 on too long."""
    requests = tables_of(_OVERLOAD.format(law="11 ms", cancel="none")).requests
    well = requests["told"][:2000] == Told.OK
    assert well[:990].all()
    assert not well[990:].any()
    assert (requests["done"][:2000] == Done.WELL).all()


def test_in_overload_it_helps_to_withdraw_what_nobody_waits_for() -> None:
    """D24: the wait stays below the timeout, and short work is still done in time."""
    late = slice(1500, 2000)
    well = {
        cancel: np.mean(
            tables_of(_OVERLOAD.format(law="exponential 15 ms", cancel=cancel)).requests["told"][
                late
            ]
            == Told.OK
        )
        for cancel in ("none", "queued", "running")
    }
    assert well["none"] == 0
    # Who works is interrupted in time for others: that is more than if he went on.
    assert 0.1 < well["queued"] < well["running"]
