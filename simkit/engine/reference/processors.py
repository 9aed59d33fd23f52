"""Where work is done side by side: shared processors, contention, and what is interrupted.

All pieces of work that are at work in one instance come on equally fast. So one number says how
far each of them is: ``progress``, which counts the work, in ns, that each would have had since
the run began. A piece that begins at progress p with w ns to do is over at progress p + w, and the
least of these numbers says which is over next (Kleinrock 1976, Queueing Systems II, section 4.4).

With n at work each of them does ``ahead`` ns of work in ``span`` ns. From one change of n to the
next, progress is rounded down to whole ns, once, so that a change costs each piece less than 1 ns;
nothing else is rounded, and a piece has done exactly its work when it is over. What the processors
have done in all is the sum of these whole numbers, so that it is what the pieces have had.
"""

from collections import deque
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ENDS, part_key
from simkit.engine.reference.doing import QUEUEING, WORKING
from simkit.engine.reference.events import After
from simkit.model.serving import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable

    from simkit.engine.reference.execution import Execution
    from simkit.engine.reference.instance import Instance
    from simkit.engine.reference.pool import Pool

FINE = 10**12  # into how many parts the rate of those who hinder each other is cut
ALL = 1 << 60


class Piece:
    """Some work of one execution.

    Attributes:
        left: How much of it is left, in ns, while nobody is at it.
        ends: At which progress it is over, while somebody is.
        had: What the execution had worked before it.
        active: Whether somebody is at it.
        rests: Whether it waits to be begun, or to be gone on with.
        over: Whether it is done, or broken off.
    """

    active = over = False
    rests = True
    ends = 0

    def __init__(
        self, execution: "Execution", amount: int, key: int, done: "Callable[[Any], None]"
    ) -> None:
        self.execution, self.amount, self.left = execution, amount, amount
        self.key, self.done, self.had = key, done, execution.worked
        self.threat: tuple[Execution, int] | None = None

    def is_cut_short(self, moment: int, happens: "Callable[[Any], None]", number: int) -> None:
        """It does not come to its end: after so much work something else happens."""
        self.amount = self.left = moment
        self.done, self.threat = happens, (self.execution, number)

    def finish(self, event: Any) -> None:
        """It is done, unless it was broken off at this very instant."""
        if self.execution.piece is self:
            self.done(event)


class Processors:
    """The processors of one instance.

    Attributes:
        servers: How many it has, where they are shared.
        slots: How many pieces can be at work at once.
        progress: How far those at work are, in ns.
        present: Who is at work.
        waiting: Who waits for a slot, first come, first served.
        handed: How much work has been done in all, in ns.
    """

    def __init__(self, pool: "Pool", instance: "Instance", servers: int) -> None:
        self.pool, self.instance, self.clock = pool, instance, pool.clock
        serving = pool.serving
        self.shares, self.contention = serving.discipline == SHARED, serving.contention
        self.servers, self.slots = servers, serving.cpus or ALL
        self.key = ENDS + part_key(pool.number, instance.number)
        self.progress = self.since = self.handed = 0
        self.present: dict[int, Piece] = {}
        self.waiting: deque[Piece] = deque()
        self.soonest: list[tuple[int, int, Piece]] = []
        self.alarms: set[int] = set()

    def rate(self) -> tuple[int, int]:
        """How much work each of those who are at work does, in how long."""
        busy = len(self.present)
        if self.shares and busy > self.servers:
            return self.servers, busy
        if self.contention is not None and busy > 1:
            return FINE, round(FINE * self.contention.slowed(busy))
        return 1, 1

    # ---------------------------------------------------------------- pieces that come and go

    def take(self, piece: Piece) -> None:
        """A piece is to be worked at: at once, or when there is a slot."""
        if len(self.present) < self.slots:
            self.start(piece)
            return
        self.waiting.append(piece)
        piece.execution.doing = QUEUEING
        self.pool.queues_again()

    def start(self, piece: Piece) -> None:
        """Somebody is at it from now on."""
        self.advance()
        execution = piece.execution
        execution.doing, execution.since = WORKING, self.clock._now
        piece.active, piece.rests = True, False
        piece.ends = self.progress + piece.left
        self.present[execution.key] = piece
        heappush(self.soonest, (piece.ends, piece.key, piece))
        self.pool.busier()
        self.look_ahead()

    def leave(self, piece: Piece) -> None:
        """Nobody is at it any more; whoever waits for a slot has one."""
        self.advance()
        piece.active, piece.left = False, piece.ends - self.progress
        del self.present[piece.execution.key]
        self.pool.less_busy()
        while self.waiting and len(self.present) < self.slots:
            first = self.waiting.popleft()
            if not first.over:
                execution = first.execution
                execution.requeued += self.clock._now - execution.since
                self.pool.queues_no_more()
                self.start(first)
        self.look_ahead()

    def resize(self, servers: int) -> None:
        """So many of them are shared from now on."""
        self.advance()
        self.servers = servers
        self.look_ahead()

    def drop(self, piece: Piece) -> None:
        """A piece is done, or broken off."""
        piece.over = True
        if piece.active:
            self.leave(piece)
        elif piece in self.waiting:
            self.pool.queues_no_more()

    @property
    def last(self) -> Piece | None:
        """Who would be interrupted first: of the lowest priority, who came last."""
        return max(
            (piece for piece in self.present.values() if piece.ends > self.now_at),
            key=lambda piece: (-piece.execution.priority, piece.execution.order),
            default=None,
        )

    # ---------------------------------------------------------------- how far they are

    @property
    def now_at(self) -> int:
        """How far those at work are at this instant."""
        ahead, span = self.rate()
        return self.progress + (self.clock._now - self.since) * ahead // span

    def done_of(self, piece: Piece) -> int:
        """How much of a piece has been done by now."""
        return piece.amount - (piece.ends - self.now_at if piece.active else piece.left)

    def advance(self) -> None:
        """Those who have been at work until now have done so much more."""
        before, self.progress = self.progress, self.now_at
        self.handed += (self.progress - before) * len(self.present)
        self.since = self.clock._now

    @property
    def handed_by_now(self) -> int:
        """How much work has been done in all by now."""
        return self.handed + (self.now_at - self.progress) * len(self.present)

    def look_ahead(self) -> None:
        """Look again when the next piece is over, as far as is known now, or before."""
        while self.soonest and not self._stands(self.soonest[0]):
            heappop(self.soonest)
        if not self.soonest:
            return
        ahead, span = self.rate()
        left = max(0, self.soonest[0][0] - self.progress)
        when = self.since - (-left * span // ahead)
        if not self.alarms or when < min(self.alarms):
            self.alarms.add(when)
            After(self.clock, when - self.clock._now, self.key, self.alarm, when)

    def _stands(self, place: tuple[int, int, Piece]) -> bool:
        return place[2].active and place[2].ends == place[0]

    def alarm(self, event: Any) -> None:
        """Something may be over."""
        self.alarms.remove(event.value)
        now_at = self.now_at
        while self.soonest and self.soonest[0][0] <= now_at:
            place = heappop(self.soonest)
            if self._stands(place):
                piece = place[2]
                self.leave(piece)
                After(self.clock, 0, piece.key, piece.finish, piece.threat)
        self.look_ahead()
