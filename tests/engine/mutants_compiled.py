"""The compiled engine with one fault each: order, the driver, luck and journeys.

Each is a passage of one file that reads otherwise, and names the case of the contract that rejects
it. See `tests.engine.plainly` for how it is run, and `tests.engine.mutants_compiled_parts` and
`tests.engine.mutants_compiled_more` for the others.
"""

from dataclasses import dataclass

from tests.engine.plainly import Change, Plainly

DRAWS = "every draw comes from its address"  # rejected by `check_draws`
DRAWN_AGAIN = "what is delivered again has draws of its own"  # rejected by `check_redraws`


@dataclass(frozen=True, slots=True)
class Broken:
    """A compiled engine with a fault.

    Attributes:
        fault: What is wrong.
        case: Name of the case that rejects it.
        change: How the engine reads.
    """

    fault: str
    case: str
    change: Change

    @property
    def engine(self) -> Plainly:
        return Plainly(self.change)


MUTANTS_OF_THE_MACHINE = (
    Broken(
        "what sinks in the heap is ordered by time alone",
        "work that ends in two pools at once: what follows arrives in drawn order",
        Change(
            "events.py",
            "if when < t or (when == t and key < k):",
            "if when <= t:",
        ),
    ),
    Broken(
        "the least of four children is found by time alone",
        "what comes after the horizon competes with what is measured",
        Change(
            "events.py",
            "if q[at] < t or (q[at] == t and q[at + 1] < k):",
            "if q[at] < t:",
        ),
    ),
    Broken(
        "the last of four children is overlooked",
        "utilisation since the last look says how many instances there should be",
        Change(
            "events.py",
            "for child in range(first + 1, min(first + 4, count)):",
            "for child in range(first + 1, min(first + 3, count)):",
        ),
    ),
    Broken(
        "the key of a journey lacks its number",
        "of two messages at one instant that of the earlier journey arrives first",
        Change(
            "journeys.py",
            "m[journey + J_KEY] = (number + 1) * JOURNEY_KEY",
            "m[journey + J_KEY] = JOURNEY_KEY",
        ),
    ),
    Broken(
        "the key of an execution lacks its line",
        "two messages of one journey arrive in drawn order",
        Change(
            "scopes.py",
            "m[execution + E_KEY] = m[scope + S_KEY] + ((line + 1) << PATH_BITS)",
            "m[execution + E_KEY] = m[scope + S_KEY]",
        ),
    ),
    Broken(
        "the key of what is done again lacks its path",
        "what is left behind does not keep the journey from being settled, but its worker",
        Change(
            "scopes.py",
            "m[scope + S_KEY] = m[journey + J_KEY] + path",
            "m[scope + S_KEY] = m[journey + J_KEY]",
        ),
    ),
    Broken(
        "the run goes on for the instant of a mark",
        "an execution goes on after it has answered",
        Change(
            "machine.py",
            "if q[0] >= until:",
            "if q[0] > until:",
        ),
    ),
    Broken(
        "the run ends before what else happens at that instant",
        "two users take turns; the run ends before a request at its last instant",
        Change(
            "journeys.py",
            "if m[WAITED_FOR] == 0 and m[NOW] >= m[HORIZON]:",
            "if m[WAITED_FOR] == 0:",
        ),
    ),
    Broken(
        "the instant of each request is that of the one after it",
        "of two messages at one instant that of the earlier journey arrives first",
        Change(
            "machine.py",
            "        instant = d[m[source + O_FEED] + m[source + O_NEXT]]\n"
            "        m[source + O_NEXT] += 1",
            "        m[source + O_NEXT] += 1\n"
            "        instant = d[m[source + O_FEED] + m[source + O_NEXT]]",
        ),
    ),
    Broken(
        "what is void is not taken back",
        "whoever waits outside for what fails in an attempt is told no only at the end",
        Change(
            "driver.py",
            "self.memory_then.bring_back(self.memory)",
            "pass",
        ),
    ),
    Broken(
        "events of what is void stay in the heap",
        "what the inner block does not handle the outer one does",
        Change(
            "driver.py",
            "self.heap_then.bring_back(self.heap)",
            "pass",
        ),
    ),
    Broken(
        "the books of the warm-up are those of its next instant",
        "of those that wait for a worker the one with the highest priority is next",
        Change(
            "driver.py",
            "self.advance(plan.warm_up)\n",
            "self.advance(plan.warm_up + 1)\n",
        ),
    ),
    Broken(
        "the run ends at the latest instant, whoever is waited for",
        "two users take turns; the run ends before a request at its last instant",
        Change(
            "driver.py",
            "end = self.get(at.NOW) if why == at.ALL_DONE else plan.latest",
            "end = plan.latest",
        ),
    ),
    Broken(
        "nobody is waited for after the horizon",
        "load goes on after the horizon while a measured journey is open",
        Change(
            "driver.py",
            "if self.get(at.WAITED_FOR) and plan.latest > plan.horizon:",
            "if False:",
        ),
    ),
    Broken(
        "a record that is used again keeps what was in it",
        "an instance that is to go takes nothing more and finishes what it has",
        Change(
            "memory.py",
            "    for place in range(record, record + width):\n        m[place] = 0",
            "    pass",
        ),
    ),
    Broken(
        "a request has the draw of the next one",
        DRAWS,
        Change(
            "luck.py",
            "return d[m[own + D_PLACE] + (request & (BLOCK - 1))]",
            "return d[m[own + D_PLACE] + ((request + 1) & (BLOCK - 1))]",
        ),
    ),
    Broken(
        "what is done again has the draws of the first time",
        DRAWN_AGAIN,
        Change(
            "scopes.py",
            "m[scope + S_ADDRESS] = address_of(m, parent, depth, again, number)",
            "pass",
        ),
    ),
    Broken(
        "journeys at the horizon are measured",
        "load goes on after the horizon while a measured journey is open",
        Change(
            "journeys.py",
            "m[WARM_UP] <= m[journey + J_MEANT] < m[HORIZON]",
            "m[WARM_UP] <= m[journey + J_MEANT] <= m[HORIZON]",
        ),
    ),
    Broken(
        "journeys at the end of the warm-up are not measured",
        "what comes after the horizon competes with what is measured",
        Change(
            "journeys.py",
            "m[WARM_UP] <= m[journey + J_MEANT] < m[HORIZON]",
            "m[WARM_UP] < m[journey + J_MEANT] < m[HORIZON]",
        ),
    ),
    Broken(
        "the last answer acknowledges",
        "of two answers to the client the first acknowledges, the last is noticed",
        Change(
            "journeys.py",
            "if m[plan + L_ACKNOWLEDGES] and m[journey + J_ACKNOWLEDGED] == NEVER:",
            "if m[plan + L_ACKNOWLEDGES]:",
        ),
    ),
    Broken(
        "what becomes a duplicate is waited for",
        "a settlement after the lease counts if it is honoured; the other is a duplicate",
        Change(
            "scopes.py",
            "m[journey + J_OPEN] -= m[other + S_OPEN]",
            "pass",
        ),
    ),
    Broken(
        "the fate of the last part is that of the whole",
        "a message that is handed on and refused is over when its copy is dealt with",
        Change(
            "outcomes.py",
            "        fate = max(fate, found)",
            "        fate = found",
        ),
    ),
    Broken(
        "what a client is told is always that it failed",
        "who waits longer than what is shed is told no then, and just as long is served",
        Change(
            "rows.py",
            "        if why == FOR_REFUSAL:\n            return TOLD_REFUSED",
            "        if why < 0:\n            return TOLD_REFUSED",
        ),
    ),
    Broken(
        "messages that never left are not written down",
        "a call that left before the breaker opened does not count when it comes back",
        Change(
            "rows.py",
            "    if m[journey + J_UNSEEN] != NONE:\n",
            "    if False:\n",
        ),
    ),
)
