"""What to be warned of before a run where a broker's way to deliver is what goes wrong."""

from collections.abc import Iterator
from math import ceil, inf

from simkit.analysis.delivery_limits import Delivery, deliveries
from simkit.analysis.rounded import about, about_share, about_time
from simkit.analysis.traffic import Traffic
from simkit.model.distribution import Distribution
from simkit.model.fault import Blow
from simkit.model.kinds import Kind
from simkit.model.scenario import Design, Participant
from simkit.model.script import Line
from simkit.units import SECOND, share_text, time_text

REMARKABLE = 0.01  # of all workers: less of them without work is not worth a word


def delivery_warnings(traffic: Traffic) -> Iterator[str]:
    """What the run will suffer from, in words."""
    for one in deliveries(traffic):
        yield from _short_lease(one)
        yield from _few_partitions(one)
        yield from _hot_key(traffic, one)
        yield from _small_window(one)
        yield from _dear_poll(one)
        yield from _endless(traffic, one)
    yield from _too_often_down(traffic)


def delivery_notes(traffic: Traffic) -> Iterator[str]:
    """What is done more often than it is drawn."""
    for one in deliveries(traffic):
        often = traffic.timeline.repeats.deliveries.get(one.line.index, 1.0)
        if 1 + REMARKABLE < often < inf:
            yield (
                f"{_named(one.line)} is delivered to {one.receiver.id} about {about(often)} times "
                f"on average, as some of it fails; all of these are in the numbers"
            )


# ---------------------------------------------------------------------- leases


def _short_lease(one: Delivery) -> Iterator[str]:
    lease, policy = one.policy.lease, one.policy
    if lease is None or policy.extend_every is not None or lease >= one.ahead * SECOND:
        return
    who, window = one.receiver.id, one.window
    lead = f"the lease of {one.line.sender}, {time_text(lease)}, is shorter than the "
    lead += about_time(one.ahead)
    if window is None or window == 1:
        yield f"{lead} that {who} takes for {_named(one.line)}: it is delivered again meanwhile"
        return
    by = f" by {_workers(one.receiver)}" if (one.receiver.workers or 1) > 1 else ""
    yield (
        f"{lead} that {who} takes for all it has ahead ({window:,} × {about_time(one.held)}{by}): "
        f"the last of them are delivered again before they are done"
    )


# ---------------------------------------------------------------------- partitions


def _few_partitions(one: Delivery) -> Iterator[str]:
    partitions, pool = one.policy.partitions, one.receiver
    if partitions is None:
        return
    lead = f"{one.line.sender} has {_many(partitions, 'partition')} for {pool.id}"
    idle = pool.instances - partitions
    if idle > 0:
        works = "works" if idle == 1 else "work"
        yield f"{lead}, which has {pool.instances:,} instances: {idle:,} of them never {works}"
    if one.load >= partitions:
        yield (
            f"{lead}, each with one message at a time, and {about(one.load)} have to be at work "
            f"on average: the backlog grows"
        )


def _hot_key(traffic: Traffic, one: Delivery) -> Iterator[str]:
    """One key that brings its partition more than one worker can do."""
    handling = traffic.design.costs[one.line.index].handling
    if one.policy.partitions is None or handling.keys is None:
        return
    hottest = handling.hot + (1 - handling.hot) / handling.keys
    if one.load * hottest >= 1 > one.load / one.policy.partitions:
        yield (
            f"{about_share(hottest)} of {_named(one.line)} has the same key, and "
            f"{about(one.load * hottest)} of them would have to be at work at a time, in one "
            f"partition: its backlog grows"
        )


# ---------------------------------------------------------------------- windows and polls


def _small_window(one: Delivery) -> Iterator[str]:
    pool, window = one.receiver, one.window
    if window is None or pool.workers is None or not one.held or one.policy.partitions is not None:
        return
    most = pool.instances * pool.workers
    if one.workers >= most * (1 - REMARKABLE):
        return
    share = one.workers / most
    away = one.coming + max(one.settled - one.held, 0.0)
    needed = ceil(pool.workers * (one.held + away) / one.held - 1e-9)
    text = (
        f"a window of {_many(window, 'message')} keeps {pool.id} busy for at most "
        f"{about_share(share)} of the time: one takes {about_time(one.held)}, and the next is "
        f"under way for {about_time(away)}"
        if window >= pool.workers
        else f"a window of {_many(window, 'message')} is less than the {_workers(pool)} of an "
        f"instance of {pool.id}, which is busy for at most {about_share(share)} of the time"
    )
    if one.policy.fetch == "top-up" and needed > window:
        text += f"; {needed:,} would do"
    if one.load >= one.workers:
        text += "; the backlog grows"
    yield text


def _dear_poll(one: Delivery) -> Iterator[str]:
    poll = one.policy.poll
    if poll is None or not one.held:
        return
    # Instances that sleep wake at independent times: the next of them is so far away on average.
    wait = _residual(poll) * 2 / (one.receiver.instances + 1)
    if wait > one.held:
        yield (
            f"polls of {one.line.sender} are dearer than the job: with all of {one.receiver.id} "
            f"asleep, a message waits about {about_time(wait)} for the next, and its work takes "
            f"{about_time(one.held)}"
        )


def _residual(law: Distribution) -> float:
    """How much of an interval is left on average when something comes, s.

    Source: Feller (1971), An Introduction to Probability Theory, volume 2, section XI.4.
    """
    return law.mean * (1 + law.cv**2) / 2 / SECOND


# ---------------------------------------------------------------------- again and again


def _endless(traffic: Traffic, one: Delivery) -> Iterator[str]:
    if traffic.timeline.repeats.deliveries.get(one.line.index) == inf:
        poison = traffic.design.costs[one.line.index].handling.poison
        who = f"{_named(one.line)} fails every time and is"
        if 0 < poison < 1:
            who = f"{share_text(poison)} of {_named(one.line)} fail every time and are"
        delay = "" if one.policy.retry_delay else ", without delay"
        yield (
            f"{who} delivered again for ever{delay}, as 'max-deliveries' is unlimited: more and "
            f"more of what {one.receiver.id} does is that"
        )


def _too_often_down(traffic: Traffic) -> Iterator[str]:
    """Pools that would keep up if they were up all the time."""
    for pool in traffic.pools:
        up = up_share(traffic.design, pool)
        load = traffic.load(pool.id, traffic.busiest(pool.id))
        workers = traffic.workers(pool.id)
        if up < 1 and workers * up <= load < workers and not traffic.closed(pool.id):
            yield (
                f"{pool.id} is up for {about_share(up)} of the time, and what comes keeps it busy "
                f"for {about_share(load / workers)}: the backlog grows"
            )


def up_share(design: Design, pool: Participant) -> float:
    """The share of the time that the instances of a pool are up, as they crash now and then.

    Source: the mean time to failure over that plus the mean time to repair (renewal reward).
    Stops holding for several crashes at the same time, where it is a lower bound.
    """
    share = 1.0
    for fault in design.faults:
        if fault.blow is Blow.CRASH and fault.part == pool.id and fault.every is not None:
            up = fault.every.mean / (fault.every.mean + fault.lasts.mean)
            struck = 1 if fault.instance is not None else pool.instances
            share *= 1 - (1 - up) * struck / pool.instances
    return share


# ---------------------------------------------------------------------- not predicted


def delivery_unpredicted(traffic: Traffic) -> Iterator[str]:
    """What of deliveries and faults depends on more than means."""
    for one in deliveries(traffic):
        policy, name, pool = one.policy, one.line.sender, one.receiver.id
        if one.may_lapse:
            yield f"how often {_named(one.line)} outlasts its lease, and is done twice"
        if policy.ttl is not None:
            yield f"how many of {_named(one.line)} expire in {name} before {pool} is free"
    for broker in traffic.design.participants:
        if broker.kind is Kind.BROKER and broker.policy and broker.policy.capacity is not None:
            yield f"how many messages find {broker.id} full"
    told = (_FAULTS[fault.blow].format(part=fault.part) for fault in traffic.design.faults)
    yield from dict.fromkeys(told)


_FAULTS = {
    Blow.CRASH: "what is lost, or done again, as {part} crashes",
    Blow.KILL: "what is lost, or done again, as executions of {part} die",
    Blow.LOSE: "what does not happen, or happens again, as messages get lost on the way",
    Blow.SLOW: "what piles up while {part} is slow",
    Blow.FAIL: "what fails, or is done again, while {part} fails",
}


def _named(line: Line) -> str:
    return f"'{line.label}'" if line.label else f"the arrow of line {line.at.line}"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"


def _workers(pool: Participant) -> str:
    return _many(pool.workers or 0, "worker")
