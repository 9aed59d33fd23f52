"""How an exact case is written down: a scenario, and the rows of both tables worked out by hand.

All times are in ms, ``-`` is NEVER (for a parent: the client's own execution), ``?`` is OPEN,
and ``#`` begins a comment. A row of ``requests`` holds, parted by spaces,

    request | meant acknowledged settled completed noticed | told done

and a row of ``visits``

    serial line Receiver.Label parent-line |
        sent arrived started answered answer-arrived ended | worked blocked requeued outcome

with the settlement behind the outcome where there is one. The first client is always called C
and sends first; where there are several clients or journeys, the request is written
``client.journey.request``. Lines are numbered from 0 in drawn order, journey after journey.

Of what is delivered again, ``line/path`` says which delivery led to it: ``1/2`` is the second
redelivery of its journey (``1`` stands for ``1/0``). ``W@2.Job`` ran on the second instance of
W, as instances are numbered in a file. ``(7)`` behind the parent is when a delivery became
ready in its queue; where nothing is said, that is when its message was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from simkit.record.tables import NEVER, OPEN, Done, Outcome, Settlement, Told

TIMES = ("meant", "acknowledged", "settled", "completed", "noticed")
STAMPS = ("sent", "arrived", "started", "answered", "answer_arrived", "ended")
SPENT = ("worked", "blocked", "requeued")

Row = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A small scenario of one design, and what must come of it.

    Attributes:
        name: A sentence.
        text: The scenario file.
        requests: Rows as above.
        visits: Rows as above.
    """

    name: str
    text: str
    requests: str
    visits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An expected row of the visits.

    Attributes:
        message: ``Receiver.Label``.
        row: Its columns, but for the participant, and for ``stored`` where nothing is said of it.
    """

    message: str
    row: Row


def expected_requests(case: Case) -> list[Row]:
    """The rows of the requests, times in ns."""
    rows: list[Row] = []
    for which, *words in _words(case.requests, 1 + len(TIMES) + 2):
        times = dict(zip(TIMES, map(_time, words), strict=False))
        told, done = Told[words[-2].upper()], Done[words[-1].upper()]
        client, journey, request = map(int, (which if "." in which else f"0.0.{which}").split("."))
        rows.append(
            {"client": client, "journey": journey, "request": request}
            | times
            | {"told": told, "done": done, "attempts": 1}
        )
    return rows


def expected_visits(case: Case) -> list[Visit]:
    """The rows of the visits, times in ns."""
    lines = _words(case.visits, 4 + len(STAMPS) + len(SPENT) + 1, optional=2)
    place = {(serial, _place(line)): row for row, (serial, line, *_) in enumerate(lines)}
    visits = []
    for serial, line, name, parent, *words in lines:
        stored = {"stored": _time(words.pop(0)[1:-1])} if words[0].startswith("(") else {}
        outcome, *settlement = words[len(STAMPS + SPENT) :]
        message, path = _place(line)
        receiver, _, label = name.partition(".")
        receiver, _, instance = receiver.partition("@")
        row = {
            "parent": -1 if parent == "-" else place[serial, _place(parent)],
            "request": int(serial),
            "message": message,
            "path": path,
            "instance": int(instance or "1") - 1,
            **stored,
            **dict(zip(STAMPS + SPENT, map(_time, words), strict=False)),
            "outcome": Outcome[outcome.upper()],
            "settlement": Settlement[(settlement or ["none"])[0].upper()],
        }
        visits.append(Visit(message=f"{receiver}.{label}", row=row))
    return visits


def _place(line: str) -> tuple[int, int]:
    """The line and the path."""
    message, _, path = line.partition("/")
    return int(message), int(path or "0")


def _words(table: str, width: int, optional: int = 0) -> list[list[str]]:
    rows = [line.split("#")[0].replace("|", " ").split() for line in table.splitlines()]
    rows = [row for row in rows if row]
    for row in rows:
        assert 0 <= len(row) - width <= optional, (
            f"expected {width} words, found {len(row)}: {' '.join(row)}"
        )
    return rows


def _time(word: str) -> int:
    if word in ("-", "?"):
        return NEVER if word == "-" else OPEN
    try:
        time = Decimal(word) * 1_000_000
    except ArithmeticError:
        return -1  # a word behind the times
    assert time == int(time), f"{word} ms is no whole number of ns"
    return int(time)
