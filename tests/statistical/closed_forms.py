"""Every closed form of the catalogue, C01 to C58: what tests it, and what the rest of it waits for.

The catalogue lists results that are known without a simulation. What the language can express, in
a roundabout way too, is a case of `cases` or, where no chance is left, a test of
`test_without_chance` or `test_deliveries_without_chance`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedForm:
    """A row of the catalogue.

    Attributes:
        number: Its number there.
        name: What it gives.
        cases: The quantities that test it, each as "case: quantity".
        exact: The tests without chance that test it.
        waits_for: What the language lacks for the rest of it; "" if nothing.
    """

    number: str
    name: str
    cases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    waits_for: str = ""


def _tested(number: str, name: str, *cases: str, waits_for: str = "") -> ClosedForm:
    return ClosedForm(number=number, name=name, cases=cases, waits_for=waits_for)


def _exact(number: str, name: str, *tests: str, waits_for: str = "") -> ClosedForm:
    return ClosedForm(number=number, name=name, exact=tests, waits_for=waits_for)


QUEUES = (
    ClosedForm(
        number="C01",
        name="Little's law; arrivals see time averages",
        cases=("M/M/1: mean in system", "M/M/1: share that finds the worker busy"),
        exact=("test_littles_law_holds_to_the_nanosecond",),
    ),
    _tested(
        "C02",
        "M/M/1",
        "M/M/1: mean sojourn, s",
        "M/M/1: mean wait, s",
        "M/M/1: p99 of the sojourn, s",
        "M/M/1: share slower than 1 s",
    ),
    _tested(
        "C03",
        "M/M/c",
        "M/M/4: share that waits",
        "M/M/4: mean wait, s",
        "M/M/4: share that waits longer than 0.1 s",
        "M/M/4 behind a broker: mean sojourn, s",
    ),
    _tested(
        "C05",
        "M/G/1",
        "M/G/1, now and then long: mean wait, s",
        "M/G/1, gamma, cv 0.5: mean wait, s",
        "M/G/1, hyperexponential, cv 1.25: mean sojourn, s",
    ),
    _tested("C06", "M/D/1", "M/D/1: mean wait, s"),
    _tested(
        "C07",
        "M/M/1/K",
        "M/M/1/10: share told refused",
        "M/M/1/10: throughput, /s",
        "M/M/1/10: mean sojourn of the accepted, s",
        "M/M/1/4: share told refused",
    ),
    _tested(
        "C08",
        "M/G/c/c",
        "M/M/200/200 at 90/s: share told refused",
        "M/M/200/200 at 100/s: share told refused",
        "M/M/200/200 at 120/s: share told refused",
        "M/D/10/10: share told refused",
    ),
    _tested(
        "C10",
        "M/G/∞",
        "M/G/∞, gamma, shape ½: mean in system",
        "M/G/∞, gamma, shape ½: variance in system",
        "M/G/∞, gamma, shape ½: share of the time with more than 120",
    ),
    _tested(
        "C11",
        "M/M/c with impatience (Erlang A)",
        "M/M/4 with impatience: share that waits",
        "M/M/4 with impatience: share that leaves unserved",
        "M/M/4 with impatience: mean wait of all, s",
    ),
    _tested(
        "C37",
        "round robin to private queues",
        "round robin over four queues: mean sojourn, s",
        "four queues at random: mean sojourn, s",
        "M/M/4: mean sojourn, s",
        "pushed in turn: mean sojourn, s",
    ),
    _tested("C38", "G/G/1 by Kingman", "round robin over four queues: mean wait, s, by Kingman"),
    _tested(
        "C39",
        "G/G/c by Allen and Cunneen",
        "M/D/8: mean wait, s, by Allen and Cunneen",
        "M/D/8: mean wait, s",
    ),
    _tested(
        "C42",
        "processor sharing",
        "M/G/1 shared, constant: mean sojourn, s",
        "M/G/1 shared, hyperexponential, cv 2: mean sojourn, s",
    ),
    _tested(
        "C35",
        "time to drain a backlog",
        "M/M/1 from a backlog: mean drain of 100, s",
        "M/M/1 from a backlog: variance of the drain of 100, s²",
        "M/M/1: mean busy period, s",
    ),
)

NETWORKS = (
    _tested(
        "C13",
        "priorities without pre-emption",
        "two priorities: mean wait of the urgent, s",
        "two priorities: mean wait of the usual, s",
    ),
    _tested(
        "C15",
        "stations in a row",
        "M/M/1 → M/M/1: mean sojourn, s",
        "M/M/1 → M/M/1: p99 of the sojourn, s",
        "M/M/1 → M/M/1: squared variation of the gaps between departures",
    ),
    _tested(
        "C16",
        "feedback",
        "M/M/1 with feedback: mean sojourn, s",
        "M/M/1 with feedback: visits a message",
        "M/M/1 with failures: mean time until done, s",
        "M/M/1 with failures: deliveries a message",
    ),
    _tested(
        "C17",
        "fork and join",
        "fork and join of two: mean sojourn, s",
        "fork and join of eight: mean sojourn, s, by Nelson and Tantawi",
    ),
    _tested(
        "C18",
        "the slowest, or the k-th, of several",
        "ten calls side by side: mean until all have answered, s",
        "ten calls side by side: mean until seven are done, s",
        "seven of ten calls: mean until seven have answered, s",
        "a hundred calls side by side: share slower than the p99 of one",
    ),
    _tested(
        "C32",
        "closed system with one station",
        "20 users at one worker: throughput, /s",
        "20 users at one worker: mean sojourn, s",
        "50 users at one worker: throughput, /s",
        "50 users at one worker: mean sojourn, s",
    ),
    ClosedForm(
        number="C33",
        name="window of deliveries in flight",
        cases=(
            "a window of 26 deliveries: throughput, /s",
            "a window of 51 deliveries: throughput, /s",
            "a prefetch of 26: throughput, /s",
        ),
        exact=("test_a_window_of_deliveries_of_fixed_work", "test_a_prefetch_of_fixed_work"),
    ),
)

BATCHES = (
    _tested(
        "C20",
        "batches flushed by a timer",
        "batches after 5 ms: mean wait, s",
        "batches after 5 ms: batches, /s",
        "batches after 5 ms: messages in a batch",
    ),
    _tested("C20b", "batches flushed by size", "batches of ten: mean wait, s"),
    _tested(
        "C21",
        "arrivals in batches",
        "M^[10]/M/1: mean in system",
        "M^[10]/M/1: mean sojourn, s",
    ),
    _tested(
        "C22",
        "polling for a result",
        "a poll every 500 ms: polls a job",
        "a poll every 500 ms: mean delay after the job, s",
        "polls at doubling distances: polls a job",
        "polls at doubling distances: mean delay after the job, s",
    ),
    _tested("C23", "a server that sleeps when idle", "a consumer that polls: mean wait, s"),
    _tested(
        "C27",
        "breakdowns at work",
        "M/M/1 with breakdowns: mean time from start to end, s",
        "M/M/1 with breakdowns: mean wait, s",
        waits_for="faults after which work goes on; here the repairs are drawn as steps",
    ),
    _exact(
        "C34",
        "backlog as a fluid",
        "test_a_burst_and_its_backlog",
        "test_an_outage_and_its_backlog",
        "test_workers_enough_to_drain_in_ten_minutes",
        "test_a_crash_and_its_backlog",
    ),
)

DELIVERY = (
    ClosedForm(
        number="C25",
        name="retries",
        cases=(
            "three deliveries, 30 % fail: deliveries a message",
            "three deliveries, 30 % fail: share done well",
            "three deliveries, 30 % fail: share dead-lettered",
            "three attempts, 30 % fail: attempts a call",
            "three attempts, 30 % fail: share told ok",
        ),
        exact=("test_attempts_of_layers_multiply",),
    ),
    _tested(
        "C28",
        "redelivery after a crash",
        "redelivery 30 s after a crash: deliveries a message",
        "redelivery 30 s after a crash: mean time until done, s",
        "redelivery 30 s after a crash: share delivered again",
    ),
    ClosedForm(
        number="C29",
        name="duplicates of a lease",
        cases=(
            "a lease of 30 s: deliveries a message",
            "a lease of 30 s: share delivered again",
            "a lease of 10 s: deliveries a message",
            "a lease of 10 s: share delivered again",
        ),
        exact=("test_a_lease_shorter_than_fixed_work",),
    ),
    _tested(
        "C30",
        "loss where the work comes after its acknowledgement",
        "settled before the work: share lost",
        "settled on delivery, twenty ahead: share lost",
    ),
    ClosedForm(
        number="C31",
        name="reprocessed after a crash",
        cases=("settled every 5 s: done again after a crash",),
        exact=("test_what_was_done_since_the_last_commit_is_done_again",),
    ),
    _tested(
        "C46",
        "success of a saga, and its compensations",
        "a saga of three steps: share told ok",
        "a saga of three steps: compensations a saga",
    ),
    _tested("C47", "availability of several parts", "five services in a row: share told ok"),
    _tested(
        "C48",
        "hidden capacity under retries",
        "an overload that is got over: time until the wait is shorter than the timeout, s",
    ),
    _exact("C49", "overload with a deadline", "test_nothing_is_in_time_any_more_in_an_overload"),
    _tested(
        "C50",
        "throughput of a number of threads",
        "200 threads held for 50 ms: throughput, /s",
        "200 threads held for 2 s: throughput, /s",
        "200 threads held for 30 s: throughput, /s",
        "200 threads, one call in ten hangs: throughput, /s",
    ),
    _exact("C51", "sends against a quota", "test_all_are_sent_again_against_a_quota"),
    _tested(
        "C52",
        "capacity under contention",
        "10 that hinder each other: throughput, /s",
        "31 that hinder each other: throughput, /s",
    ),
    _tested(
        "C53",
        "lost events, and the delay of a relay",
        "a row, then an event: share of the rows without an event",
        "a relay that polls an outbox: mean delay, s",
    ),
    _tested(
        "C54",
        "highest rate with a hot partition",
        "partitions, one of them hot: highest rate before one is full, /s",
        "twelve partitions and a hot key: highest rate before one is full, /s",
    ),
    _exact("C57", "runs a message with batches under a lease", "test_batches_under_a_lease"),
    _tested(
        "C58",
        "steady states of a retry storm",
        "a retry storm: attempts, /s",
        "a retry storm that does not break out: attempts, /s",
    ),
)

CLOSED_FORMS = QUEUES + NETWORKS + BATCHES + DELIVERY
