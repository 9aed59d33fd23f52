"""How a broker deals with what it stores: the decisions that a drawing does not show.

Each is a word or a number of its own; together they make the difference between systems that
look the same in a diagram. The values here are those of a scenario that says nothing.
"""

from dataclasses import dataclass

from simkit.model.distribution import Distribution

MOST_DELIVERIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a broker does with its messages; times in ns.

    Every queue (the messages of one line for one receiver) keeps to it by itself.

    Attributes:
        capacity: How many messages can wait in a queue, those with a receiver not counted;
            None: unlimited.
        when_full: What becomes of one more: ``reject`` (whoever waits for its confirmation is
            told no), ``drop-oldest``, ``block`` (it waits outside until there is room) or
            ``dead-letter``.
        ttl: How long after it was stored a message that waits expires; None: never.
        durable: What outlives a crash of the broker: ``written`` messages, or ``never`` any.
        confirm: How many messages each instance of a sender can have on their way that are not
            confirmed, more wait with it; None: unlimited.
        prefetch: How many deliveries each instance of a receiver can have that are not dealt
            with, pushed to it ahead of its workers; None: one for each worker, when it is free.
        fetch: With a prefetch, whether an instance gets the next one whenever one is dealt
            with (``top-up``), or as many as there are when all are (``batch``).
        dispatch: With a prefetch, which instance is next: ``round-robin`` or ``least-loaded``.
        poll: How long an instance that has asked in vain waits before it asks again; None: it
            is told at once.
        ack: When a delivery is settled that no line of the drawing settles: ``after-work``,
            ``before-work``, ``on-delivery``, or ``in-batches``.
        ack_count: Of a batch; None: batches by time.
        ack_interval: Of batches by time; None: batches by count.
        lease: How long after a delivery has left an unsettled message is delivered again, its
            receiver alive or not; None: only when a receiver has died.
        extend_every: How often a receiver that is alive has its lease begin anew; None: never.
        late_ack: Whether a settlement after the lease is ``honoured`` or ``rejected``.
        requeue: Where a message goes that is to be delivered again: ``original`` (its old
            place), ``head`` or ``tail``.
        on_failure: What becomes of a delivery whose execution fails: ``requeue``,
            ``dead-letter``, ``drop`` or ``settle`` (as if all were well).
        on_reject: What becomes of one that is settled by an answer that says no.
        max_deliveries: After so many that came to nothing, no more; None: unlimited.
        retry_delay: Time before each further delivery, the last for all that follow; empty:
            none.
        dead_letter: Whether what is delivered no more is kept as a dead letter (``keep``), or
            dropped (``drop``).
        redrive_after: How long a dead letter is kept before it is stored anew, once; None: for
            ever.
        dedupe: How long a broker knows a message that comes again, and stores it no second
            time; None: it knows none.
        partitions: How many a queue has, each with one instance that takes its messages one
            after the other; None: it is no log.
        batch: How many messages that are ready leave together, each a delivery of its own; None:
            as many as there are when ``linger`` is over.
        linger: How long the first of them waits for the others at most; None: until there are
            enough; without a batch: none waits.
        bandwidth: Bytes per second that it takes in, one message after the other; None: as many
            as come.
        rebalance_pause: How long partitions rest when their owners change.
    """

    capacity: int | None = None
    when_full: str = "reject"
    ttl: int | None = None
    durable: str = "written"
    confirm: int | None = None
    prefetch: int | None = None
    fetch: str = "top-up"
    dispatch: str = "round-robin"
    poll: Distribution | None = None
    ack: str = "after-work"
    ack_count: int | None = None
    ack_interval: int | None = None
    lease: int | None = None
    extend_every: int | None = None
    late_ack: str = "honoured"
    requeue: str = "original"
    on_failure: str = "requeue"
    on_reject: str = "dead-letter"
    max_deliveries: int | None = MOST_DELIVERIES
    retry_delay: tuple[Distribution, ...] = ()
    dead_letter: str = "keep"
    redrive_after: int | None = None
    dedupe: int | None = None
    partitions: int | None = None
    batch: int | None = None
    linger: int | None = None
    bandwidth: int | None = None
    rebalance_pause: int = 0

    @property
    def has_luck(self) -> bool:
        """Whether anything of it is drawn."""
        polls = () if self.poll is None else (self.poll,)
        return any(law.cv > 0 for law in (*polls, *self.retry_delay))


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How a message is handled, besides the time it takes.

    Attributes:
        fails: Share of its deliveries or calls that fail when their work is done, drawn anew
            for each.
        poison: Share of the messages that fail every time.
        priority: Of those that wait, the one with the highest number is next.
        idempotent: For how long, in ns, its receiver knows what it has done and does nothing
            when it comes again; None: it works again.
        size: In bytes, what it is for a broker with a bandwidth; 0: nothing.
        keys: How many different keys there are; None: it has none.
        hot: Share of the messages with the first of the keys, beyond its even part; 0: all
            keys are alike.
    """

    fails: float = 0.0
    poison: float = 0.0
    priority: int = 0
    idempotent: int | None = None
    size: int = 0
    keys: int | None = None
    hot: float = 0.0

    @property
    def has_luck(self) -> bool:
        """Whether anything of it is drawn; what always or never fails leaves nothing to luck."""
        drawn = any(0 < share < 1 for share in (self.fails, self.poison))
        return drawn or (self.keys is not None and self.keys > 1)


PLAIN = Handling()
