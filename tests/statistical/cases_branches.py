"""Several things at once for one request: copies, calls side by side, forks that join."""

from simkit.analysis import theory
from tests.statistical import readings as read
from tests.statistical.case import Case, Quantity
from tests.statistical.drawings import SHORT_WARM_UP, SUBSCRIBERS, called, open_queue, told
from tests.statistical.formulas import longest_of_exponentials, longest_of_exponentials_percentile

TENTH = "exponential 100 ms"
M_M_1 = {"arrival_rate": 8.0, "service_time": 0.1}


def subscribers() -> Case:
    """A copy for each: the longest of independent exponential times. r² = 0.8/n."""
    work = {f"{name}.Event": TENTH for name in "ABD"}
    return Case(
        name="three subscribers",
        scenario=open_queue(SUBSCRIBERS, 20, 900, work, {}, SHORT_WARM_UP),
        quantities=(
            Quantity(
                name="mean until all are done, s",
                theory=longest_of_exponentials(3, 0.1),
                read=read.metric("completed.mean"),
            ),
            Quantity(
                name="median until all are done, s",
                theory=longest_of_exponentials_percentile(3, 0.1, 0.5),
                read=read.metric("completed.p50"),
            ),
        ),
    )


def ten_answers() -> Case:
    """Rényi 1953: the gaps between the ordered ends are exponential, and independent.

    Requests do not meet: r² = 0.18/n, the variance of one over its squared mean.
    """
    return Case(
        name="ten calls side by side",
        scenario=open_queue(called(*["Shard"] * 10), 20, 200, {"Part": TENTH}, {}, 20),
        quantities=(
            Quantity(
                name="mean until all have answered, s",
                theory=theory.mean_of_kth(mean=0.1, branches=10, needed=10),
                printed=".2929",
                read=read.metric("acknowledged.mean"),
            ),
            Quantity(
                name="mean until seven are done, s",
                theory=theory.mean_of_kth(mean=0.1, branches=10, needed=7),
                printed=".10956",
                read=read.until_kth("Shard", 10, 7),
            ),
        ),
    )


def a_hundred_answers() -> Case:
    """Dean and Barroso 2013: of a hundred calls one is nearly always slow.

    Requests do not meet: r² = (1 - p)/p/n = 0.58/n.
    """
    slow = theory.slowest_percentile(share=0.99, mean=0.1, branches=1)
    return Case(
        name="a hundred calls side by side",
        scenario=open_queue(called(*["Shard"] * 100), 20, 100, {"Part": TENTH}, {}, 20),
        quantities=(
            Quantity(
                name="share slower than the p99 of one",
                theory=theory.any_slow(slow=0.01, branches=100),
                printed=".6340",
                precision=0.05,
                read=read.share_slower(slow),
            ),
        ),
    )


def fork_join_two() -> Case:
    """Flatto and Hahn 1984. r² = 74/n."""
    workers = {"Left": 1, "Right": 1}
    work = {f"{name}.Part": TENTH for name in workers}
    return Case(
        name="fork and join of two",
        scenario=open_queue(called(*workers), 8, 10_000, work, workers),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=theory.fork_join_two(**M_M_1),
                printed=".700",
                precision=0.055,
                read=read.metric("acknowledged.mean"),
            ),
        ),
    )


def fork_join_eight() -> Case:
    """Nelson and Tantawi 1988, an approximation within 5 %. r² = 43/n."""
    workers = {f"W{number}": 1 for number in range(1, 9)}
    work = {f"{name}.Part": TENTH for name in workers}
    return Case(
        name="fork and join of eight",
        scenario=open_queue(told(*workers), 8, 4_000, work, workers, 1_000),
        quantities=(
            Quantity(
                name="mean sojourn, s, by Nelson and Tantawi",
                theory=theory.nelson_tantawi_approximation(**M_M_1, branches=8),
                printed="1.103",
                precision=0.07,
                error=0.05,
                read=read.metric("settled.mean"),
            ),
        ),
    )


CASES = (
    subscribers(),
    ten_answers(),
    a_hundred_answers(),
    fork_join_two(),
    fork_join_eight(),
)
