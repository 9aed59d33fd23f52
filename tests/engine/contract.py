"""The contract of engines as functions: each takes any engine and raises AssertionError.

`check_exact` compares every cell of both tables and the second witness with rows worked out by
hand; `check_draws` compares what was random with the addresses it must come from; `check_audit`
holds the tables of any run against its second witness.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from textwrap import dedent
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simkit.analysis.audit import audit
from simkit.engine import Plan, make_plan, reference
from simkit.engine.sampling import Address, arrivals, sample, uniforms
from simkit.engine.tables import Tables
from simkit.formats.scenario_file import read_scenario
from simkit.model.kinds import Kind
from simkit.model.load import Users
from simkit.model.rule import Turns
from simkit.model.scenario import Design
from simkit.model.script import LineKind
from simkit.record.recording import Provenance, Recording, Table, Witness
from simkit.record.tables import NEVER, OPEN, REQUESTS, VISITS, WITNESS, Outcome, Settlement
from tests.engine.compiled_runs import run_compiled
from tests.engine.exact.notation import (
    Case,
    Row,
    Visit,
    expected_changes,
    expected_given_up,
    expected_paths,
    expected_requests,
    expected_visits,
)

Engine = Callable[[Plan, int], Tables]

ENGINES: dict[str, Engine] = {"reference": reference.run, "compiled": run_compiled}


def plan_and_design(text: str, name: str | None = None) -> tuple[Plan, Design]:
    """A design of a scenario text, and its plan; the first design, if none is named."""
    scenario = read_scenario(dedent(text), "case.yaml")
    design = scenario.design(name) if name else scenario.designs[0]
    return make_plan(scenario, design), design


def plan_of(text: str, name: str | None = None) -> Plan:
    """The plan alone."""
    return plan_and_design(text, name)[0]


def arrays(tables: Tables) -> Iterator[tuple[str, NDArray[np.integer]]]:
    """Every array of a run by name."""
    named = {**tables._asdict(), "witness": tables.witness.parts}
    for prefix, table in named.items():
        yield from ((f"{prefix}.{name}", column) for name, column in table.items())
    for name in ("marks", "begun", "open"):
        yield f"witness.{name}", getattr(tables.witness, name)


def digest(tables: Tables) -> str:
    """A fingerprint of every byte of a run."""
    found = hashlib.sha256()
    for name, column in arrays(tables):
        found.update(f"{name} {column.dtype} {column.shape} ".encode())
        found.update(np.ascontiguousarray(column).tobytes())
    return found.hexdigest()


# ---------------------------------------------------------------------- exact


def check_exact(engine: Engine, case: Case) -> None:
    """An engine gives exactly the rows of a case, and a witness that agrees with them."""
    plan, design = plan_and_design(case.text)
    requests, visits, witness, *others = engine(plan, 0)
    expected = expected_requests(case)
    rows = _with_stored(design, expected_visits(case))
    _check_types(case.name, requests, visits)
    of = np.array([plan.roots[journey].client for journey in requests["journey"]], dtype=np.int64)
    _check_table(f"{case.name}: requests", {**requests, "client": of}, expected)
    names = [pool.name for pool in plan.pools]
    found = [
        f"{names[participant]}.{plan.lines[line].label}"
        for participant, line in zip(visits["participant"], visits["message"], strict=True)
    ]
    wanted = [row.message for row in rows]
    assert found == wanted, f"{case.name}: visits of {found}; expected {wanted}"
    _check_table(f"{case.name}: visits", visits, [visit.row for visit in rows])
    _check_end(case.name, plan, witness, expected)
    _check_parts(case.name, design, witness, rows)
    _check_others(case, others, names)


def _check_others(case: Case, tables: list[Table], names: list[str]) -> None:
    """What is said of changes, paths and what was given up."""
    changes, paths, given_up = tables
    if case.changes is not None:
        _check_table(f"{case.name}: changes", changes, expected_changes(case.changes, names))
    if case.paths is not None:
        _check_table(f"{case.name}: paths", paths, expected_paths(case.paths))
    if case.given_up is not None:
        _check_table(f"{case.name}: given_up", given_up, expected_given_up(case.given_up))


def _with_stored(design: Design, visits: list[Visit]) -> list[Visit]:
    """The rows with what is not said: a delivery is ready when its message is written."""

    def stored(row: Row) -> int:
        if design.script.lines[row["message"]].kind is not LineKind.DELIVERY:
            return NEVER
        message = visits[row["parent"]].row
        return row.get("stored", message["started"] + message["worked"])

    return [replace(visit, row={**visit.row, "stored": stored(visit.row)}) for visit in visits]


def _check_types(name: str, requests: Table, visits: Table) -> None:
    for table, columns in ((requests, REQUESTS), (visits, VISITS)):
        found = [(column, str(values.dtype)) for column, values in table.items()]
        wanted = [(column.name, column.dtype) for column in columns]
        assert found == wanted, f"{name}: columns {found}; expected {wanted}"


def _check_table(where: str, table: Table, expected: list[Row]) -> None:
    count = len(next(iter(table.values())))
    assert count == len(expected), f"{where}: {count} rows; expected {len(expected)}"
    wrong = [
        f"row {number}, {column}: {_shown(found)}; expected {_shown(wanted)}"
        for number, row in enumerate(expected)
        for column, wanted in row.items()
        if (found := int(table[column][number])) != wanted
    ]
    assert not wrong, f"{where}: " + " | ".join(wrong)


def _shown(value: int) -> str:
    if value in (NEVER, OPEN):
        return "never" if value == NEVER else "open"
    return f"{value / 1_000_000:g} ms" if abs(value) >= 100 else str(value)


# ---------------------------------------------------------------------- the second witness


def last_instant(plan: Plan, expected: list[Row]) -> int:
    """When a run must end, from the journeys that it measures."""
    measured = [row for row in expected if plan.warm_up <= row["meant"] < plan.horizon]
    # A client that polls can know of it later; OPEN: the run ended before.
    clocks = [row[clock] for row in measured for clock in ("settled", "noticed")]
    last = max((clock for clock in clocks if clock != NEVER), default=0)
    return plan.latest if last == OPEN else max(plan.horizon, last)


def _check_end(name: str, plan: Plan, witness: Witness, requests: list[Row]) -> None:
    """When the run ended, and how many journeys were begun and open at each mark."""
    end = last_instant(plan, requests)
    marks = [plan.warm_up, plan.horizon, end]
    assert witness.marks.tolist() == marks, f"{name}: marks {witness.marks}; expected {marks}"
    before = _before(witness)
    begun = [sum(row["meant"] < mark for row in requests) for mark in before]
    still = [sum(row["meant"] < mark <= row["settled"] for row in requests) for mark in before]
    assert witness.begun.tolist() == begun, f"{name}: begun {witness.begun}; expected {begun}"
    assert witness.open.tolist() == still, f"{name}: open {witness.open}; expected {still}"


def _before(witness: Witness) -> list[int]:
    """For each mark, the instant before which everything has happened."""
    # What is recorded at the end has happened; an event at an earlier mark had not yet.
    warm_up, horizon, end = witness.marks.tolist()
    return [warm_up, horizon, end + 1]


def _check_parts(name: str, design: Design, witness: Witness, visits: list[Visit]) -> None:
    """What each pool has counted."""
    assert list(witness.parts) == [column.name for column in WITNESS], f"{name}: witness columns"
    for number, part in enumerate(design.participants):
        here = [
            visit.row
            for visit in visits
            if visit.message.startswith(f"{part.id}.") and visit.row["outcome"] != Outcome.LOST
        ]
        wanted = _counters(here, _before(witness))
        end = int(witness.marks[-1])
        if part.kind is Kind.BROKER:
            copies = _copies(design, part.id, visits)
            wanted |= _stored(here, [wait for copy in copies for wait in _waits(copy, end)], end)
            wanted |= _fates(design, visits, copies)
        elif not part.releases and not _pauses(design):
            wanted |= _integrals(here, end, keeps=part.serving.cpus is not None)
        for column, values in wanted.items():
            found = witness.parts[column][-len(values) :, number].tolist()
            assert found == values, f"{name}: witness, {part.id}, {column}: {found}; {values}"


def _pauses(design: Design) -> bool:
    """Whether executions give back their workers in between."""
    loops = [rule for rule in design.rules if isinstance(rule, Turns)]
    return not all(cost.works for cost in design.costs) or any(loop.pause for loop in loops)


def _counters(rows: list[Row], before: list[int]) -> dict[str, list[int]]:
    taken = [row for row in rows if row["started"] < OPEN]
    died = [row for row in rows if row["outcome"] == Outcome.DIED]
    refused = [row for row in rows if row["outcome"] == Outcome.REFUSED]
    refused = [
        {**row, "refused": row["arrived"]}
        if _refused_at_once(row)
        else {**row, "refused": row["ended"]}
        for row in refused
    ]
    counters = {
        name: [sum(row[stamp] < mark for row in those) for mark in before]
        for name, stamp, those in (
            *(("came", "arrived", rows), ("started", "started", rows), ("ended", "ended", taken)),
            *(("refused", "refused", refused), ("died", "ended", died)),
        )
    }
    pairs = zip(counters["started"], counters["ended"], strict=True)
    return counters | {"inside": [started - ended for started, ended in pairs]}


def _integrals(rows: list[Row], end: int, *, keeps: bool) -> dict[str, list[int]]:
    """What a pool has counted at the end if only who queues again has no worker in between.

    Where workers are kept all along, whoever queues again does so for a processor.
    """
    came = [row for row in rows if row["arrived"] < OPEN and not _refused_at_once(row)]
    taken = [min(row["started"], row["ended"], end) for row in came]  # or died in the queue
    started = [row for row in came if row["started"] < OPEN]
    again = sum(row["requeued"] for row in rows)
    held = sum(min(row["ended"], end) - row["started"] for row in started)
    return {
        "queued": [sum(row["started"] >= OPEN and row["ended"] >= OPEN for row in came)],
        "waiting": [sum(taken) - sum(row["arrived"] for row in came) + again],
        "held": [held - (0 if keeps else again)],
        "working": [sum(row["worked"] for row in rows)],
    }


def _refused_at_once(row: Row) -> bool:
    return row["outcome"] == Outcome.REFUSED and row["ended"] == NEVER


def _copies(design: Design, broker: str, visits: list[Visit]) -> list[list[Row]]:
    """Of each copy of a message that a broker stored, the deliveries; of one nobody takes, it."""
    lines, kept = design.script.lines, {line.index for line in design.script.outstanding}
    found: dict[tuple[int, int], list[Row]] = {}
    for number, visit in enumerate(visits):
        line, row = lines[visit.row["message"]], visit.row
        if line.kind is LineKind.DELIVERY and line.sender == broker:
            found.setdefault((row["parent"], line.index), []).append(row)
        elif line.index in kept and line.receiver == broker and row["started"] < OPEN:
            durable = row["started"] + row["worked"]
            found[number, line.index] = [{**row, "stored": durable, "sent": row["ended"]}]
    return list(found.values())


def _waits(copy: list[Row], end: int) -> Iterator[tuple[int, int]]:
    """When a copy begins and ends to wait, each time; OPEN or NEVER: it still does."""
    for row in copy:
        if row["stored"] < end or row["sent"] < OPEN:
            yield row["stored"], min(row["sent"], row["ended"])


def _fates(design: Design, visits: list[Visit], copies: list[list[Row]]) -> dict[str, list[int]]:
    """What became of the copies, where each message has but one: what became of the message."""
    lines = design.script.lines
    taken = [line.carries for line in lines if line.kind is LineKind.DELIVERY]
    if len(set(taken)) < len(taken):
        return {}
    books = {
        "settled": Settlement.ACKNOWLEDGED,
        "expired": Settlement.EXPIRED,
        "dropped": Settlement.DROPPED,
        "dead": Settlement.DEAD_LETTERED,
    }
    delivered = (row for row, *_ in copies if lines[row["message"]].kind is LineKind.DELIVERY)
    fates = [visits[row["parent"]].row["settlement"] for row in delivered]
    return {"stored": [len(fates)], **{name: [fates.count(fate)] for name, fate in books.items()}}


def _stored(rows: list[Row], copies: list[tuple[int, int]], end: int) -> dict[str, list[int]]:
    """What a broker has counted at the end; nobody is held there."""
    return {
        "queued": [sum(ends >= OPEN for _, ends in copies)],
        "waiting": [sum(min(ends, end) - begins for begins, ends in copies)],
        "held": [0],
        "working": [sum(row["worked"] for row in rows)],
    }


# ---------------------------------------------------------------------- draws


def check_draws(engine: Engine, plan: Plan, replication: int) -> None:
    """Arrivals, work and network of settled visits are the draws of their own addresses.

    The plan must have an open load, and executions that work on nothing but their message.
    """
    requests, visits, *_ = engine(plan, replication)
    (source,), (client,) = plan.sources, plan.clients
    assert not isinstance(source.load, Users)
    instants = arrivals(source.load, seed=plan.seed, replication=replication, client=client)
    meant = [next(instants) for _ in requests["meant"]]
    assert requests["meant"].tolist() == meant, "the instants of arrival are not those drawn"
    request = requests["request"][visits["request"]]

    def drawn(stream: str, path: str, law: Any) -> NDArray[np.int64]:
        address = Address(
            seed=plan.seed, replication=replication, stream=stream, client=client,
            journey="", path=path,
        )  # fmt: skip
        return sample(law, uniforms(address, 0, len(meant)))

    for number, line in enumerate(plan.lines):
        here = (visits["message"] == number) & (visits["ended"] < OPEN)
        if line.starts < 0 or line.lost:
            continue
        assert here.any(), f"no visit of {line.stream}"
        work = drawn(f"work {line.stream}", line.path, line.time)[request[here]]
        assert (visits["worked"][here] == work).all(), f"{line.stream}: work is not that drawn"
        network = drawn(f"network {line.stream}", line.path, line.network)[request[here]]
        under_way = visits["arrived"][here] - visits["sent"][here]
        assert (under_way == network).all(), f"{line.stream}: network is not that drawn"


# ---------------------------------------------------------------------- the audit


def check_audit(engine: Engine, text: str) -> None:
    """The tables of a scenario's first design balance with what its parts counted."""
    plan, design = plan_and_design(text)
    tables = engine(plan, 0)
    recording = Recording(
        **tables._asdict(),
        participants=tuple(pool.name for pool in plan.pools),
        messages=tuple(line.label for line in plan.lines),
        journeys=tuple((plan.clients[root.client], root.name) for root in plan.roots),
        provenance=Provenance(
            scenario=text, design=design.name, seed=plan.seed, replication=0, engine="", version=""
        ),
    )
    found = audit(recording, design)
    assert not found, "audit: " + " | ".join(found)
