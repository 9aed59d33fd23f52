"""How messages are called for, as the machine has it."""

from simkit.engine.compiled import layout_calls as own
from simkit.engine.compiled import places as at
from simkit.engine.compiled.program import Program
from simkit.engine.compiled.rounding import ratio
from simkit.engine.plan import LinePlan, Plan, flat_lines
from simkit.model.calling import PLAIN_CALL, Budget, Calling, Limit
from simkit.model.distribution import Distribution
from simkit.units import SECOND

CANCELS = ("none", "queued", "running")
JITTERS = ("none", "full", "equal")
REASONS = {"failure": at.FOR_FAILURE, "refused": at.FOR_REFUSAL, "timeout": at.FOR_TIMEOUT}
MOST_FACTORS = 4096
Message = tuple[int, int, str]  # who sends it, who receives it, and its label


def write(program: Program) -> None:
    """Write it into a program."""
    _write_limits(program)
    senders = senders_of(program.plan)
    policies, paces = dict[Message, tuple[int, int]](), dict[Message, int]()
    for number, sender in sorted(senders.items()):
        line = program.plan.lines[number]
        message = (sender, line.receiver, line.label)
        if line.calling.pace is not None:
            if message not in paces:
                paces[message] = _pace(program, line.calling.pace, sender)
            program.set(program.line(number), L_PACE=paces[message])
        if line.guarded:
            if message not in policies:
                policies[message] = _policies(program, line.calling, sender)
            calling = _calling(program, number, policies[message])
            program.set(program.line(number), L_CALLING=calling)


def _write_limits(program: Program) -> None:
    """The gates of receivers: a message that is drawn several times has one."""
    gates = dict[tuple[int, str], int]()
    for number, line in enumerate(program.plan.lines):
        if line.calling.limit is not None:
            message = (line.receiver, line.label)
            if message not in gates:
                gates[message] = _gates(program, 1, line.calling.limit)
            program.set(program.line(number), L_LIMIT=gates[message])


def _pace(program: Program, limit: Limit, sender: int) -> int:
    """How fast the instances of a sender may send a message."""
    count = 1 if limit.shared else _instances(program.plan, sender)
    return program.list([_gates(program, count, limit), own.H_WIDTH * (count > 1)])


def senders_of(plan: Plan) -> dict[int, int]:
    """Of each line that is sent, who sends it."""
    return {
        line: execution.participant
        for execution in plan.executions
        for line in flat_lines(execution.steps)
    }


def _instances(plan: Plan, participant: int) -> int:
    if participant < 0:
        return 1
    pool = plan.pools[participant]
    return max(1, pool.serving.most_instances(pool.instances))


def _fill(program: Program, record: int, **values: int) -> int:
    """Fill places of a record, by their names in `layout_calls`."""
    for name, value in values.items():
        program.memory[record + getattr(own, name)] = int(value)
    return record


def _calling(program: Program, number: int, policies: tuple[int, int]) -> int:
    """How a line is called for."""
    plan, line = program.plan, program.plan.lines[number]
    calling = line.calling
    factors = _factors(calling)

    def law(kind: str, one: Distribution | None) -> int:
        return -1 if one is None else program.draw(kind, line, one)

    first, apart = policies
    return _fill(
        program,
        program.room(own.G_WIDTH),
        G_TIMEOUT=law("timeout", calling.timeout),
        G_DEADLINE=_or_none(calling.deadline),
        G_CANCEL=CANCELS.index(calling.cancel),
        G_ATTEMPTS=calling.attempts,
        G_RETRIES_ON=sum(1 << REASONS[one] for one in calling.retry_on),
        G_PAUSE=law("backoff", calling.backoff.base),
        G_FACTORS=program.list(factors),
        G_FACTOR_COUNT=len(factors) // 2,
        G_CAP=_or_none(calling.backoff.cap),
        G_JITTER=JITTERS.index(calling.backoff.jitter),
        G_JITTER_SLOT=program.draw("jitter", line),
        G_HEDGE=law("hedge", calling.hedge),
        G_HEDGES=calling.hedges,
        G_POLICIES=first,
        G_APART=apart,
        G_TOLERATED=any(plan.lines[one].tolerated for one in line.answers),
    )


def _or_none(value: int | None) -> int:
    return -1 if value is None else value


def _factors(calling: Calling) -> list[int]:
    """How much longer the pause of each retry is, each as two numbers."""
    factor, found = calling.backoff.factor, list[int]()
    if factor == 1:
        return found
    for retries in range(min(calling.attempts, MOST_FACTORS)):
        power = factor**retries
        if power >= at.ENDLESS:
            return [*found, at.ENDLESS, 1]  # longer than any run, from then on
        two = ratio(power)
        if two is None:
            break
        found += two
    return found


def _policies(program: Program, calling: Calling, participant: int) -> tuple[int, int]:
    """What the instances of a sender keep in mind: where, and how far apart."""
    count = 1 if calling.shared else _instances(program.plan, participant)
    first = program.room(count * own.V_WIDTH)
    opens_at = _opens_at(program, calling)
    for instance in range(count):
        policy = first + instance * own.V_WIDTH
        _fill(
            program,
            policy,
            V_PARTICIPANT=participant,
            V_INSTANCE=-1 if calling.shared else instance,
            V_LINE=-1,
        )
        if calling.breaker is not None:
            _fill(
                program,
                policy,
                V_WINDOW=calling.breaker.window,
                V_LEAST=calling.breaker.least,
                V_REST=calling.breaker.rest,
                V_PROBES=calling.breaker.probes,
                V_OPENS_AT=opens_at,
                V_CALLS=program.room(calling.breaker.window),
            )
        if calling.budget is not None:
            _budget(program, policy, calling.budget)
    return first, own.V_WIDTH * (count > 1)


def _opens_at(program: Program, calling: Calling) -> int:
    """By how many calls are looked back on, with how many failures a breaker opens."""
    if calling.breaker is None:
        return at.NONE
    found = []
    for calls in range(calling.breaker.window + 1):
        least = int(calling.breaker.share * calls)
        while least < calling.breaker.share * calls:
            least += 1
        found.append(least)
    return program.list(found)


def _budget(program: Program, policy: int, budget: Budget) -> None:
    by = own.BY_REQUESTS if budget.of == "requests" else own.BY_SUCCESSES
    most, share = round(budget.most * own.TOKEN), round(budget.share * own.TOKEN)
    _fill(program, policy, V_EARNS=by, V_SHARE=share, V_MOST=most)


def _gates(program: Program, count: int, limit: Limit) -> int:
    """Some gates, each for itself; where the first is."""
    first = program.room(count * own.H_WIDTH)
    interval = 0 if limit.rate is None else max(1, round(SECOND / limit.rate))
    for number in range(count):
        _fill(
            program,
            first + number * own.H_WIDTH,
            H_FREE=_or_none(limit.at_once),
            H_INTERVAL=interval,
            H_SLACK=(limit.burst - 1) * interval,
            H_LINE=-1,
        )
    return first


# -------------------------------------------------------------------- what is refused


def refused(plan: Plan) -> str | None:
    """What of it the machine does not run, in words; None: nothing."""
    senders, kept, paces = senders_of(plan), dict[Message, object](), dict[Message, Limit]()
    for number, line in enumerate(plan.lines):
        calling = line.calling
        found = _refused(line)
        if found:
            return f"'{line.label}' {found}"
        if number not in senders:
            continue
        # What a sender keeps in mind of a message is one, however often that is drawn.
        message = (senders[number], line.receiver, line.label)
        own = (calling.breaker, calling.budget, calling.shared)
        if line.guarded and kept.setdefault(message, own) != own:
            return f"'{line.label}' is called for in more than one way"
        if calling.pace is not None and paces.setdefault(message, calling.pace) != calling.pace:
            return f"'{line.label}' is sent at more than one pace"
    return None


def _refused(line: LinePlan) -> str | None:
    calling = line.calling
    if calling == PLAIN_CALL:
        return None
    if tuple(sorted(line.answers)) != line.answers:
        return "has answers that are in another order than its lines"
    factor = calling.backoff.factor
    if factor != 1 and (factor < 1 or calling.attempts > MOST_FACTORS):
        return "is sent again after pauses that the machine cannot count"
    most = calling.budget.most if calling.budget is not None else 0
    share = calling.budget.share if calling.budget is not None else 0
    if (most + share) * own.TOKEN >= at.ENDLESS:
        return "has a budget of more tokens than a number can hold"
    limits = (one for one in (calling.limit, calling.pace) if one is not None and one.rate)
    if any(one.burst * (SECOND / one.rate) >= at.ENDLESS for one in limits if one.rate):
        return "has a limit of more time than a number can hold"
    return None
