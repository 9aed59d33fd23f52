"""The Python around the machine: it finds draws, arrivals and room, and takes rows out.

The machine stops between two events when it lacks something. What it did not foresee (a draw for
something that is done again, or room in the midst of an event) makes void what has happened since
the last snapshot; the driver goes back to it, and has it happen once more.
"""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from simkit.engine.compiled import pages
from simkit.engine.compiled import places as at
from simkit.engine.compiled.beginning import begin
from simkit.engine.compiled.events import FEW_EVENTS, WORDS
from simkit.engine.compiled.failing import words
from simkit.engine.compiled.feeding import coming
from simkit.engine.compiled.luck import ADDRESS_WIDTH
from simkit.engine.compiled.machine import advance, write_open_journeys
from simkit.engine.compiled.memory import SPARE
from simkit.engine.compiled.program import write_program
from simkit.engine.compiled.records import LINE
from simkit.engine.compiled.rows import (
    CHANGE_WIDTH,
    GIVEN_UP_WIDTH,
    JOURNEY_WIDTH,
    PATH_WIDTH,
    VISIT_WIDTH,
)
from simkit.engine.compiled.snapshots import Ints, Snapshot, larger
from simkit.engine.compiled.store import Addresses, Store
from simkit.engine.compiled.witness import Book, counted, witness
from simkit.engine.compiled.written import Written
from simkit.engine.plan import Plan
from simkit.engine.sampling.stream import BLOCK
from simkit.engine.tables import Tables
from simkit.errors import SimulationError
from simkit.record.recording import Witness

Progress = Callable[[float], None]
REPORTS = 100  # how often a run reports its progress
CHUNK = 1 << 62  # events between two snapshots, unless rows or draws make one sooner
ROWS = (
    ("VISITS", VISIT_WIDTH, 1 << 14),
    ("JOURNEYS", JOURNEY_WIDTH, 1 << 13),
    ("PATHS", PATH_WIDTH, 1 << 13),
    ("GIVEN_UPS", GIVEN_UP_WIDTH, 1 << 13),
    ("CHANGED", CHANGE_WIDTH, 1 << 12),
)
CAREFUL = 1 << 14  # the same, once a draw was missed
RARELY = 4  # the memory is copied when at least so much less of rows was written
AHEAD = 1 << 12  # addresses of repetitions that there is room for at first


class Keeper(Protocol):
    """What takes rows out: keeps them, or adds them up.

    Attributes:
        share: How much of the run is about over.
    """

    share: float

    def take(
        self, visits: Ints, journeys: Ints, paths: Ints, given_up: Ints, changes: Ints, /
    ) -> None:
        """Take some rows."""


class Driver:
    """One run.

    Attributes:
        memory: The machine's.
        heap: Events that are to come.
        store: Draws and arrivals.
        rows: What was written down and not taken out.
    """

    def __init__(
        self, plan: Plan, replication: int, *, chunk: int = CHUNK, written: Keeper | None = None
    ) -> None:
        self.plan, self.replication, self.chunk = plan, replication, chunk
        self.program = program = write_program(plan, replication)
        self.memory: Ints = np.array(program.memory, dtype=np.int64)
        self.grow(at.SIZE, 2 * SPARE)
        self.set(at.TOP, -(-len(program.memory) // LINE) * LINE)
        self.set(at.ADDRESSES, 1)
        self.heap = larger(np.zeros(0, dtype=np.int64), 4 * FEW_EVENTS * WORDS, WORDS)
        self.set(at.PENDING_MOST, len(self.heap) // WORDS)
        self.store = Store(program.draws)
        self.addresses = Addresses(self.memory)
        self.room_for_rows([most for _, _, most in ROWS])
        self.room_for_addresses(AHEAD)
        self.room_for_blocks(256)
        self.feeds = [coming(plan, source, replication) for source in plan.sources]
        # Blocks of instants, from the one that the machine had at the snapshot on; which is next.
        self.fed: list[list[tuple[int, int]]] = [[] for _ in plan.sources]
        self.fed_next, self.fed_then = [0] * len(plan.sources), [0] * len(plan.sources)
        self.written: Keeper = Written(plan) if written is None else written
        self.memory_then, self.heap_then = Snapshot(), Snapshot()
        begin(self)
        self.take_snapshot()

    # ---------------------------------------------------------------- numbers of the machine

    def get(self, place: int) -> int:
        """A number of the machine."""
        return int(self.memory[place])

    def set(self, place: int, value: int) -> None:
        """Change a number of the machine."""
        self.memory[place] = value

    # ---------------------------------------------------------------- room

    def grow(self, place: int, words: int) -> None:
        """Give the memory so many words more."""
        self.memory = larger(self.memory, len(self.memory) + words)
        self.memory[place] = len(self.memory)
        if hasattr(self, "addresses"):
            self.addresses.memory = self.memory

    def allot(self, words: int) -> int:
        """Some memory of the driver's own, which nobody gives back."""
        words = -(-words // LINE) * LINE
        if self.get(at.TOP) + words + SPARE > len(self.memory):
            self.grow(at.SIZE, words + len(self.memory))
        place = self.get(at.TOP)
        self.set(at.TOP, place + words)
        return place

    def room_for_rows(self, most: list[int]) -> None:
        """Room for so many rows of each kind."""
        place = 0
        for (name, width, _), count in zip(ROWS, most, strict=True):
            self.set(getattr(at, f"{name}_AT"), place)
            self.set(getattr(at, f"{name}_MOST"), count)
            place += width * (count + 1)  # the last for what there is no room for
        self.rows: Ints = pages.room(place)

    def room_for_addresses(self, most: int) -> None:
        """Room for addresses of repetitions; those that are known stay."""
        known, old, size = (
            self.get(at.ADDRESSES),
            self.get(at.ADDRESS_TABLE),
            self.get(at.KNOWN_ADDRESSES_MOST),
        )
        keys = self.get(at.KNOWN_ADDRESSES)
        before = self.memory[keys : keys + 2 * size].reshape(-1, 2).copy()
        table = self.allot(most * ADDRESS_WIDTH)
        self.memory[table : table + known * ADDRESS_WIDTH] = self.memory[
            old : old + known * ADDRESS_WIDTH
        ]
        place = self.allot(4 * most)
        self.memory[place : place + 4 * most] = -1
        self.set(at.ADDRESS_TABLE, table)
        self.set(at.ADDRESSES_MOST, most)
        self.set(at.KNOWN_ADDRESSES, place)
        self.set(at.KNOWN_ADDRESSES_MOST, 2 * most)
        for key, value in before[before[:, 0] >= 0].tolist():
            where = ((key >> 24) * 31 + key * 7) & (2 * most - 1)
            while self.memory[place + 2 * where] != -1:
                where = (where + 1) & (2 * most - 1)
            self.memory[place + 2 * where : place + 2 * where + 2] = (key, value)

    def room_for_blocks(self, most: int) -> None:
        """Room for looking up so many blocks of draws."""
        place = self.allot(2 * most)
        self.set(at.KNOWN_BLOCKS, place)
        self.set(at.KNOWN_BLOCKS_MOST, most)
        self.memory[place : place + 2 * most] = -1

    def note_blocks(self) -> None:
        """Tell the machine where its draws are."""
        most = self.get(at.KNOWN_BLOCKS_MOST)
        while 2 * len(self.store.known) > most:
            most *= 2
        if most != self.get(at.KNOWN_BLOCKS_MOST):
            self.room_for_blocks(most)
        place = self.get(at.KNOWN_BLOCKS)
        self.memory[place : place + 2 * most] = self.store.table(most)

    def note_new_blocks(self) -> None:
        """Tell the machine of draws that it did not know at the snapshot."""
        most = self.get(at.KNOWN_BLOCKS_MOST)
        if 2 * len(self.store.known) > most:
            self.note_blocks()
            return
        place = self.get(at.KNOWN_BLOCKS)
        self.store.enter(self.memory[place : place + 2 * most], most, self.store.recent)

    # ---------------------------------------------------------------- what it lacks

    def source(self, number: int) -> int:
        """Where a source is."""
        return self.get(at.SOURCES) + number * at.O_WIDTH

    def feed(self, number: int) -> bool:
        """Find the next instants of a source; whether there are any."""
        fed, own = self.fed[number], self.source(number)
        if self.fed_next[number] == len(fed):
            block = next(self.feeds[number], None)
            if block is None:
                self.set(own + at.O_EXHAUSTED, 1)
                return False
            fed.append((self.store.keep(block), len(block)))
        place, count = fed[self.fed_next[number]]
        self.fed_next[number] += 1
        self.set(own + at.O_FEED, place)
        self.set(own + at.O_NEXT, 0)
        self.set(own + at.O_END, count)
        return True

    def forget_fed(self) -> None:
        """Instants that had come before this snapshot will not be asked for again."""
        for number, fed in enumerate(self.fed):
            used = self.fed_next[number]
            for place, _ in fed[: used - 1]:  # the last one is still being used
                self.store.give_back(place)
            self.fed[number] = fed[max(0, used - 1) :]
            self.fed_next[number] = min(1, used)

    def draw_for(self, number: int, block: int) -> None:
        """Find what a block of requests of a source needs."""
        own = self.source(number)
        for one in range(self.get(own + at.O_LOADED) + 1, block + 1):
            self.store.load_for(number, one, self.addresses)
        if self.get(own + at.O_USERS):
            self.draw_thinking(own, block)
        self.set(own + at.O_LOADED, block)
        self.note_blocks()

    def draw_thinking(self, own: int, block: int) -> None:
        """Find how long users will think when those of a block of requests are answered."""
        slot, users = self.get(own + at.O_THINK), self.get(own + at.O_USERS)
        if self.program.draws[slot].constant < 0:
            for one in range(block, ((block + 1) * BLOCK - 1 + users) // BLOCK + 1):
                self.store.load(slot, 0, "", one)

    def oldest(self) -> dict[int, int]:
        """By source, the block of the oldest request that is open."""
        found: dict[int, int] = {}
        journey = self.get(at.FIRST_ALIVE)
        first, width = self.get(at.SOURCES), at.O_WIDTH
        while journey:
            number = (self.get(journey + at.J_SOURCE) - first) // width
            block = self.get(journey + at.J_REQUEST) // BLOCK
            found[number] = min(block, found.get(number, block))
            if len(found) == len(self.plan.sources):
                break
            journey = self.get(journey + at.J_NEXT)
        return found

    # ---------------------------------------------------------------- its course

    def take_snapshot(self) -> None:
        """What has happened so far stands; rows are taken out."""
        self.take_rows()
        self.forget_fed()
        self.forget_draws()
        top, pending = self.get(at.TOP), self.get(at.PENDING)
        if top > RARELY * len(self.rows):  # the more there is to copy, the more seldom
            self.room_for_rows([2 * self.get(getattr(at, f"{name}_MOST")) for name, _, _ in ROWS])
        self.memory_then.take(self.memory, top)
        self.heap_then.take(self.heap, pending * WORDS)
        self.fed_then = list(self.fed_next)
        self.store.recent = []

    def go_back(self) -> None:
        """What has happened since the snapshot is void."""
        self.memory_then.bring_back(self.memory)
        self.heap_then.bring_back(self.heap)
        self.set(at.SIZE, len(self.memory))
        self.set(at.PENDING_MOST, len(self.heap) // WORDS)
        self.fed_next = list(self.fed_then)
        self.note_new_blocks()

    def forget_draws(self) -> None:
        """Draws of requests that were over long ago are not kept."""
        for number, block in self.oldest().items():
            if not self.get(self.source(number) + at.O_USERS):
                self.store.forget_before(number, block)

    def take_rows(self) -> None:
        """Take out what was written down."""
        found = []
        for name, width, _ in ROWS:
            place, count = self.get(getattr(at, f"{name}_AT")), self.get(getattr(at, name))
            found.append(self.rows[place : place + width * count].reshape(-1, width))
            self.set(getattr(at, name), 0)
        self.written.share = self.get(at.NOW) / max(1, self.plan.horizon)
        self.written.take(*found)

    def advance(self, until: int) -> int:
        """Let happen what comes before an instant; why it stops."""
        while True:
            why = advance(self.memory, self.heap, self.store.numbers, self.rows, until, self.chunk)
            if why in (at.AT_MARK, at.ALL_DONE, at.NOTHING_LEFT):
                return why
            if why == at.PAUSES:
                self.take_snapshot()
            else:
                self.help(why)

    def help(self, why: int) -> None:
        """Find what the machine lacks."""
        if why == at.NEEDS_DRAWS:
            self.draw_for(self.number_of(self.get(at.MISSING_SLOT)), self.get(at.MISSING_BLOCK))
        elif why == at.NEEDS_ARRIVALS:
            self.feed(self.number_of(self.get(at.MISSING_SLOT)))
        elif why == at.IS_FULL:
            self.make_room()
        elif why == at.MISSES:
            slot, address = self.get(at.MISSING_SLOT), self.get(at.MISSING_ADDRESS)
            self.store.want(slot, address, self.get(at.MISSING_BLOCK), self.addresses)
            self.go_back()
            self.chunk = min(self.chunk, CAREFUL)
        elif why == at.OVERFLOWS:
            self.go_back()
            self.make_more_room()
        elif why == at.FAILS:
            self.fail()

    def number_of(self, source: int) -> int:
        """The number of a source."""
        return (source - self.get(at.SOURCES)) // at.O_WIDTH

    def make_room(self) -> None:
        """Room for more: rows are taken out, and memory and heap grow if they have to."""
        if self.get(at.TOP) + SPARE > len(self.memory):
            self.grow(at.SIZE, len(self.memory))
        if self.get(at.PENDING) + 2 * FEW_EVENTS > self.get(at.PENDING_MOST):
            self.grow_heap()
        if 2 * self.get(at.ADDRESSES) > self.get(at.ADDRESSES_MOST):
            self.room_for_addresses(2 * self.get(at.ADDRESSES_MOST))
        self.set(at.IS_TIGHT, 0)
        self.take_snapshot()

    def grow_heap(self) -> None:
        """Twice the events."""
        self.heap = larger(self.heap, 2 * len(self.heap), WORDS)  # the four below one are together
        self.set(at.PENDING_MOST, len(self.heap) // WORDS)

    def make_more_room(self) -> None:
        """Room for more than was ever needed in one event."""
        self.take_rows()
        self.grow(at.SIZE, len(self.memory))
        self.grow_heap()
        self.room_for_rows([2 * self.get(getattr(at, f"{name}_MOST")) for name, _, _ in ROWS])
        self.room_for_addresses(2 * self.get(at.ADDRESSES_MOST))
        self.take_snapshot()

    def fail(self) -> None:
        """The model cannot go on."""
        raise SimulationError(words(self))

    def counted(self, now: int) -> Book:
        """The books of every part at an instant, journeys begun, and journeys open."""
        return counted(self.memory, now)

    def run(self, progress: Progress | None = None) -> Tables:
        """From the first request to the last that is waited for; its tables."""
        assert isinstance(self.written, Written)
        seen = self.let_run(progress)
        requests, visits, changes, paths, given_up = self.written.tables()
        return Tables(requests, visits, seen, changes, paths, given_up)

    def let_run(self, progress: Progress | None = None) -> Witness:
        """From the first request to the last that is waited for; what the parts counted."""
        plan = self.plan
        self.advance(plan.warm_up)
        books = [self.counted(plan.warm_up)]
        for report in range(1, REPORTS + 1):
            self.advance(plan.warm_up + (plan.horizon - plan.warm_up) * report // REPORTS)
            if progress:
                progress(report / REPORTS)
        books.append(self.counted(plan.horizon))
        end = plan.horizon
        if self.get(at.WAITED_FOR) and plan.latest > plan.horizon:
            why = self.advance(plan.latest)
            end = self.get(at.NOW) if why == at.ALL_DONE else plan.latest
        books.append(self.counted(end))
        self.write_what_is_open(end)
        return witness((plan.warm_up, plan.horizon, end), books, plan)

    def write_what_is_open(self, end: int) -> None:
        """Journeys of which something is left are written down as far as they have come."""
        while True:
            why = write_open_journeys(self.memory, self.rows, end)
            if why == at.ALL_DONE:
                break
            if why == at.OVERFLOWS:
                self.make_more_room()
            else:
                self.make_room()
        self.take_rows()
