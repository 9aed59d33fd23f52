"""The draws of further attempts and hedges come from addresses of their own."""

from collections.abc import Iterator

from simkit.engine import Plan
from simkit.engine.tables import Tables
from simkit.record.recording import Table
from simkit.record.tables import OPEN, Again, Outcome
from tests.engine.contract import Engine
from tests.engine.redraws import CHANCES, Attempt, Luck

# Three calls in each other, the first two tried again, the last one hedged.
ATTEMPTS = """
    participants: {A: {workers: 9}, B: {workers: 9}, D: {workers: 9}}
    messages:
      Ask:
        work: exponential 5 ms
        fails: 40 %
        retry: {attempts: 4, backoff: exponential 2 ms, factor: 2, cap: 5 ms, jitter: full}
      Get:
        work: exponential 2 ms
        fails: 30 %
        retry: {attempts: 3, backoff: 4 ms, jitter: equal}
      Read: {work: exponential 3 ms, hedge: {after: exponential 2 ms, copies: 2}}
    network: exponential 1 ms
    load: poisson 100/s
    run: {horizon: 4 s, warm-up: 0 s, seed: 11}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A->>B: Get
        B->>D: Read
        D-->>B: Row
        B-->>A: Got
        A-->>C: Tell
"""
LETTER = {Again.ATTEMPT: "a", Again.HEDGE: "h"}
DEPTH = {"Ask": 1, "Get": 2, "Read": 3}
Row = dict[str, int]


def check_attempts(engine: Engine, plan: Plan, replication: int) -> None:
    """Work, network, failures, pauses and delays are the draws of their own addresses.

    A first attempt has the path of what is around its call; the n-th further one, hedges counted,
    adds ``depth:an`` or ``depth:hn``, where the depth counts the calls in each other. Pauses are
    drawn at the address of the attempt that has failed, the delay of a hedge at that of the
    attempt before it.
    """
    tables = engine(plan, replication)
    known, luck = Known(plan, tables), Luck(plan, replication, len(tables.requests["request"]))
    for row in known.rows.values():
        if row["ended"] < OPEN:
            for what, (told, drawn) in _handled(luck, row, known.attempt(row)):
                assert told == drawn, f"row {row}: {what} is not that drawn"
    for scope in known.again.values():
        row, before = known.pair(scope)
        told, drawn = _again(luck, scope, (row, before), known.attempt(before))
        assert told == drawn, f"row {row}: its pause is not that drawn"
    kinds = [Again(scope["why"]) for scope in known.again.values()]
    assert min(kinds.count(kind) for kind in LETTER) > 100, "hardly anything was tried again"


class Known:
    """What the tables tell.

    Attributes:
        rows: Of visits, by request, path and message.
        again: Of paths, by request and path.
    """

    def __init__(self, plan: Plan, tables: Tables) -> None:
        self.plan, self.request = plan, tables.requests["request"].tolist()
        self.rows = {(r["request"], r["path"], r["message"]): r for r in _rows(tables.visits)}
        self.again = {(row["request"], row["path"]): row for row in _rows(tables.paths)}
        self.path_of = {(*_call(row), row["number"]): row["path"] for row in self.again.values()}

    def address(self, request: int, path: int) -> str:
        """The path in the addresses of draws."""
        if not path:
            return ""
        scope = self.again[request, path]
        depth = DEPTH[self.plan.lines[scope["line"]].label]
        own = f" {depth}:{LETTER[Again(scope['why'])]}{scope['number']}"
        return self.address(request, scope["above"]) + own

    def attempt(self, row: Row) -> Attempt:
        """Where the draws of a row belong."""
        return Attempt(
            row=0,
            request=self.request[row["request"]],
            line=row["message"],
            path=self.address(row["request"], row["path"]),
            before=-1,
            number=0,
        )

    def pair(self, scope: Row) -> tuple[Row, Row]:
        """The rows of a further attempt, and of the one before it."""
        number, (request, above, line) = scope["number"], _call(scope)
        path = self.path_of[request, above, line, number - 1] if number > 1 else above
        return self.rows[request, scope["path"], line], self.rows[request, path, line]


def _rows(table: Table) -> list[Row]:
    columns = [column.tolist() for column in table.values()]
    return [dict(zip(table, row, strict=True)) for row in zip(*columns, strict=True)]


def _call(scope: Row) -> tuple[int, int, int]:
    return scope["request"], scope["above"], scope["line"]


def _handled(luck: Luck, row: Row, own: Attempt) -> Iterator[tuple[str, tuple[int, int]]]:
    """What the row of an attempt tells, and what must have been drawn."""
    line = luck.plan.lines[own.line]
    yield "work", (row["worked"], luck("work", line.time, own))
    yield "network", (row["arrived"] - row["sent"], luck("network", line.network, own))
    if row["outcome"] == Outcome.WELL:
        yield "failure", (False, luck("fails", CHANCES, own) < line.handling.fails * 10**9)


def _again(luck: Luck, scope: Row, pair: tuple[Row, Row], place: Attempt) -> tuple[int, int]:
    """How long it took until something was sent once more, and what must have been drawn."""
    row, before = pair
    calling = luck.plan.lines[place.line].calling
    if scope["why"] == Again.HEDGE:
        assert calling.hedge is not None
        return row["sent"] - before["sent"], luck("hedge", calling.hedge, place)
    backoff = calling.backoff
    pause = round(luck("backoff", backoff.base, place) * backoff.factor ** (scope["number"] - 1))
    pause = min(pause, backoff.cap or pause)
    least = pause // 2 if backoff.jitter == "equal" else 0
    share = luck("jitter", CHANCES, place)
    return row["sent"] - before["answer_arrived"], least + (pause - least) * share // 10**9
