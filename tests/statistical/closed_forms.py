"""Every closed form of the catalogue, C01 to C58: the cases that test it, or what it waits for.

The catalogue lists results that are known without a simulation. What the language can express, in
a roundabout way too, is a case of `cases` or, where no chance is left, a test of
`test_without_chance`. The others wait for something that the language does not have yet.
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
        waits_for: What the language lacks for it, or for the rest of it; "" if nothing.
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


def _waiting(number: str, name: str, waits_for: str) -> ClosedForm:
    return ClosedForm(number=number, name=name, waits_for=waits_for)


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
    _waiting("C11", "M/M/c with impatience (Erlang A)", "messages that leave the queue unserved"),
    _tested(
        "C37",
        "round robin to private queues",
        "round robin over four queues: mean sojourn, s",
        "four queues at random: mean sojourn, s",
        "M/M/4: mean sojourn, s",
        waits_for="a broker that deals out in turn; here a clock that is drawn does",
    ),
    _tested("C38", "G/G/1 by Kingman", "round robin over four queues: mean wait, s, by Kingman"),
    _tested(
        "C39",
        "G/G/c by Allen and Cunneen",
        "M/D/8: mean wait, s, by Allen and Cunneen",
        "M/D/8: mean wait, s",
    ),
    _waiting("C42", "processor sharing", "workers that share their time among all messages"),
    _tested(
        "C35",
        "time to drain a backlog",
        "M/M/1 from a backlog: mean drain of 100, s",
        "M/M/1 from a backlog: variance of the drain of 100, s²",
        "M/M/1: mean busy period, s",
    ),
)

NETWORKS = (
    _waiting("C13", "priorities without pre-emption", "priorities of messages"),
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
        waits_for="branches drawn by lot; here the lots are drawn before the start",
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
        ),
        exact=("test_a_window_of_deliveries_of_fixed_work",),
        waits_for="prefetch at a consumer; here users are the deliveries",
    ),
)

BATCHES = (
    _waiting("C20", "batches flushed by a timer", "batches"),
    _waiting("C20b", "batches flushed by size", "batches"),
    _tested(
        "C21",
        "arrivals in batches",
        "M^[10]/M/1: mean in system",
        "M^[10]/M/1: mean sojourn, s",
    ),
    _waiting("C22", "polling for a result", "loops"),
    _waiting("C23", "a server that sleeps when idle", "consumers that poll at intervals"),
    _tested(
        "C27",
        "breakdowns at work",
        "M/M/1 with breakdowns: mean time from start to end, s",
        "M/M/1 with breakdowns: mean wait, s",
        waits_for="faults; here the repairs are drawn as steps",
    ),
    _exact(
        "C34",
        "backlog as a fluid",
        "test_a_burst_and_its_backlog",
        "test_an_outage_and_its_backlog",
        "test_workers_enough_to_drain_in_ten_minutes",
    ),
)

DELIVERY = (
    _waiting("C25", "retries", "calls that are tried again"),
    _waiting("C28", "redelivery after a crash", "faults and redelivery"),
    _waiting("C29", "duplicates of a lease", "leases"),
    _waiting("C30", "loss where the work comes after its acknowledgement", "faults"),
    _waiting("C31", "reprocessed after a crash", "faults and partitioned logs"),
    _waiting("C46", "success of a saga, and its compensations", "branches drawn by lot"),
    _waiting("C47", "availability of several parts", "faults"),
    _waiting("C48", "hidden capacity under retries", "timeouts and retries"),
    _exact("C49", "overload with a deadline", "test_nothing_is_in_time_any_more_in_an_overload"),
    _tested(
        "C50",
        "throughput of a number of threads",
        "200 threads held for 50 ms: throughput, /s",
        "200 threads held for 2 s: throughput, /s",
        "200 threads held for 30 s: throughput, /s",
        "200 threads, one call in ten hangs: throughput, /s",
    ),
    _waiting("C51", "sends against a quota", "quotas and retries"),
    _waiting("C52", "capacity under contention", "work that grows with the number at work"),
    _waiting("C53", "lost events, and the delay of a relay", "faults and relays that poll"),
    _tested(
        "C54",
        "highest rate with a hot partition",
        "partitions, one of them hot: highest rate before one is full, /s",
        waits_for="keys that are spread over partitions; here the shares are given",
    ),
    _waiting("C57", "runs a message with batches under a lease", "leases and batches"),
    _waiting("C58", "steady states of a retry storm", "timeouts and retries"),
)

CLOSED_FORMS = QUEUES + NETWORKS + BATCHES + DELIVERY
