"""How an exact case is written down: a scenario, and the rows of both tables worked out by hand.

All times are in ms, ``-`` is NEVER (for a parent: the client's own execution), ``?`` is OPEN,
and ``#`` begins a comment. A row of ``requests`` holds, parted by spaces,

    request | meant acknowledged settled completed noticed | told done

and a row of ``visits``

    serial line Receiver.Label parent-line |
        sent arrived started answered answer-arrived ended | worked blocked requeued outcome

with the settlement behind the outcome where there is one. Behind ``done`` stands how often the
client sent its request, where that is not once. The first client is always called C
and sends first; where there are several clients or journeys, the request is written
``client.journey.request``. Lines are numbered from 0 in drawn order, journey after journey.

Of what is delivered again, ``line/path`` says which delivery led to it: ``1/2`` is the second
redelivery of its journey (``1`` stands for ``1/0``). ``W@2.Job`` ran on the second instance of
W, as instances are numbered in a file. ``(7)`` behind the parent is when a delivery became
ready in its queue; where nothing is said, that is when its message was written.

Three more tables are held against a run where a case has them. Their rows hold

    serial path above-path why line number          of ``paths`` (why: a name of Again)
    serial line/path | when why                     of ``given_up`` (a branch has line -1)
    when | Part@instance line what value            of ``changes`` (``Part@*``: all instances)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from simkit.record.tables import (
    NEVER,
    OPEN,
    Again,
    Change,
    Done,
    GivenUp,
    Outcome,
    Settlement,
    Told,
)

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
        paths: Rows as above; None: whatever they are.
        given_up: Likewise.
        changes: Likewise.
    """

    name: str
    text: str
    requests: str
    visits: str
    paths: str | None = None
    given_up: str | None = None
    changes: str | None = None


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
    for which, *words in _words(case.requests, 1 + len(TIMES) + 2, optional=1):
        times = dict(zip(TIMES, map(_time, words), strict=False))
        how, what, *attempts = words[len(TIMES) :]
        told, done = Told[how.upper()], Done[what.upper()]
        client, journey, request = map(int, (which if "." in which else f"0.0.{which}").split("."))
        rows.append(
            {"client": client, "journey": journey, "request": request}
            | times
            | {"told": told, "done": done, "attempts": int((attempts or ["1"])[0])}
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


def expected_paths(table: str) -> list[Row]:
    """The rows of what is done again."""
    return [
        {
            "request": int(serial),
            "path": int(path),
            "above": int(above),
            "why": Again[why.upper()],
            "line": int(line),
            "number": int(number),
        }
        for serial, path, above, why, line, number in _words(table, 6)
    ]


def expected_given_up(table: str) -> list[Row]:
    """The rows of what nobody waits for any more, times in ns."""
    rows: list[Row] = []
    for serial, place, when, why in _words(table, 4):
        line, path = _place(place)
        rows.append(
            {
                "request": int(serial),
                "message": line,
                "path": path,
                "when": _time(when),
                "why": GivenUp[why.upper()],
            }
        )
    return rows


def expected_changes(table: str, parts: list[str]) -> list[Row]:
    """The rows of the changes, times in ns.

    Args:
        table: As in a case.
        parts: The names of the participants, by number.
    """
    rows: list[Row] = []
    for when, place, line, what, value in _words(table, 5):
        part, _, instance = place.partition("@")
        rows.append(
            {
                "when": _time(when),
                "participant": parts.index(part),
                "instance": -1 if instance == "*" else int(instance or "1") - 1,
                "message": int(line),
                "what": Change[what.upper()],
                "value": int(value),
            }
        )
    return rows


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
