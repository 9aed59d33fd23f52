"""Recordings written by hand: a broker Q, a worker W, and deliveries that go wrong.

All times are in ms; ``-`` is never, ``?`` is open. A row is

    request line path | parent-line parent-path | stored sent arrived started ended | worked
        outcome settlement
"""

import numpy as np

import simkit as sk
from simkit.model.scenario import Design, Scenario
from simkit.record.recorder import CLIENT, Recorder
from simkit.record.recording import Provenance, Recording, Witness
from simkit.record.tables import (
    NEVER,
    OPEN,
    WITNESS,
    Again,
    Done,
    GivenUp,
    Outcome,
    Settlement,
    Told,
)

PUT, EVENT = 0, 1  # the lines of DRAWING
DRAWING = "sequenceDiagram\nC->>Q: Event\nQ->>W: Event"


def scenario(**policy: object) -> Scenario:
    """Q keeps events for W; what else is said of Q."""
    return sk.scenario(
        DRAWING,
        load="every 1 s",
        participants={"Q": {"kind": "broker", **policy}, "W": {"workers": 1}},
        run={"horizon": "1 s", "warm-up": "0 s", "replications": 1},
    )


def recording(
    design: Design,
    rows: str,
    meant: tuple[int, ...],
    done: dict[int, Done] | None = None,
    *,
    told: dict[int, Told] | None = None,
    attempts: dict[int, int] | None = None,
    paths: str = "",
    given_up: str = "",
) -> Recording:
    """A recording of a second, with these visits of journeys that begin at these ms.

    What is done again, and what nobody waits for, stands in the columns of their tables.
    """
    recorder = Recorder()
    for number, instant in enumerate(meant):
        fate = (done or {}).get(number, Done.WELL)
        settled = OPEN if fate is Done.OPEN else _ns("900")
        completed = settled if fate in (Done.WELL, Done.OPEN) else NEVER
        clocks = (NEVER, settled, completed, NEVER)
        said, often = (told or {}).get(number, Told.NOTHING), (attempts or {}).get(number, 1)
        row = (0, 0, number, instant * 10**6, *clocks, said, fate, often)
        recorder.journeys.extend(row)
    _again(recorder, paths, given_up)
    place = {one.id: number for number, one in enumerate(design.participants)}
    for line in filter(None, lines_of(rows)):
        request, message, path, above, above_path, *words = line.replace("|", " ").split()
        times, worked, outcome, *settlement = words[:5], words[5], *words[6:]
        stored, sent, arrived, started, ended = map(_ns, times)
        receiver = design.script.lines[int(message)].receiver
        parent = (CLIENT, 0) if above == "-" else (int(above), int(above_path))
        recorder.visits.extend((0, 0, int(request), int(message), int(path), *parent))
        recorder.visits.extend((place[receiver], 0, stored, sent, arrived, started))
        recorder.visits.extend((NEVER, NEVER, ended, _ns(worked), 0, 0, Outcome[outcome.upper()]))
        recorder.visits.append(Settlement[(settlement or ["NONE"])[0].upper()])
    requests, visits = recorder.tables()
    again, left = recorder.again()
    shape = (3, len(design.participants))
    return Recording(
        requests=requests,
        visits=visits,
        paths=again,
        given_up=left,
        witness=Witness(
            marks=np.array([0, _ns("1000"), _ns("1000")]),
            parts={column.name: np.zeros(shape, dtype=np.int64) for column in WITNESS},
            begun=np.zeros(3, dtype=np.int64),
            open=np.zeros(3, dtype=np.int64),
        ),
        participants=tuple(place),
        messages=tuple(one.label for one in design.script.lines),
        journeys=(("C", ""),),
        provenance=Provenance(
            scenario="", design=design.name, seed=1, replication=0, engine="", version=""
        ),
    )


def _again(recorder: Recorder, paths: str, given_up: str) -> None:
    for request, path, above, why, line, number in map(str.split, filter(None, lines_of(paths))):
        place = (int(request), int(path), int(above))
        recorder.paths.extend((0, 0, *place, Again[why.upper()], int(line), int(number)))
    for request, message, path, when, why in map(str.split, filter(None, lines_of(given_up))):
        place = (int(request), int(message), int(path))
        recorder.given_up.extend((0, 0, *place, _ns(when), GivenUp[why.upper()]))


def lines_of(text: str) -> list[str]:
    """The lines of a table, without what is said of them."""
    return [line.split("#")[0].strip() for line in text.splitlines()]


def _ns(word: str) -> int:
    return {"-": NEVER, "?": OPEN}.get(word) or round(float(word) * 10**6)


# Five messages for one worker, with a lease of 50 ms and two deliveries each at most.
FIVE = """
# 0: the lease ends at 50; the second delivery is done too, for nothing
0 0 0 | - 0 | -     0   0   0   180 |   0 well acknowledged
0 1 0 | 0 0 | 0     0   0   0   100 | 100 well lapsed
0 1 1 | 0 0 | 50  100 100 100   180 |  80 well acknowledged
# 1: fails, and is done at the second attempt
1 0 0 | - 0 | -    10  10  10   320 |   0 well acknowledged
1 1 0 | 0 0 | 10  180 180 180   230 |  50 failed rejected
1 1 1 | 0 0 | 230 280 280 280   320 |  40 well acknowledged
# 2: all is well, before message 1
2 0 0 | - 0 | -    20  20  20   280 |   0 well acknowledged
2 1 0 | 0 0 | 20  230 230 230   280 |  50 well acknowledged
# 3: expires
3 0 0 | - 0 | -    30  30  30    90 |   0 well expired
3 1 0 | 0 0 | 30    -   -   -    90 |   0 withdrawn expired
# 4: whoever has it dies, twice
4 0 0 | - 0 | -    40  40  40   430 |   0 well dead_lettered
4 1 0 | 0 0 | 40  320 320 320   350 |  30 died cut_off
4 1 1 | 0 0 | 400 400 400 400   430 |  30 died cut_off
"""
MEANT = (0, 10, 20, 30, 40)
DONE = {3: Done.EXPIRED, 4: Done.DEAD_LETTERED}
