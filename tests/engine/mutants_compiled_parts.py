"""The compiled engine with one fault each: scopes, rows, executions, pools, answers, the program.

See `tests.engine.mutants_compiled`.
"""

from tests.engine.mutants_compiled import Broken
from tests.engine.plainly import Change

MUTANTS_OF_EXECUTIONS = (
    Broken(
        "the parent of a visit is the first of its line",
        "all that is drawn below a delivery happens again; what the first set off goes on",
        Change(
            "rows.py",
            "r[at + 2] = (m[parent + E_LINE] + 1) | (m[m[parent + E_SCOPE] + S_PATH] << 16)",
            "r[at + 2] = m[parent + E_LINE] + 1",
        ),
    ),
    Broken(
        "the failed leave with their worker",
        "a hedge is no attempt: what has failed with its hedge is tried again",
        Change(
            "executions.py",
            "end(m, q, d, r, execution, m[execution + E_RELEASED] == 0)",
            "end(m, q, d, r, execution, False)",
        ),
    ),
    Broken(
        "nobody is told of a refused message",
        "a caller whose call is refused fails, and its client is told that it failed",
        Change(
            "executions.py",
            "never_leave(m, q, d, scope, m[plan + X_ALL_MISSING], nobody, FOR_REFUSAL)",
            "pass",
        ),
    ),
    Broken(
        "what was done is forgotten at the last instant",
        "a receiver knows what it has done for as long as it is said",
        Change(
            "executions.py",
            "return m[NOW] - m[node + T_B] <= m[LINES",
            "return m[NOW] - m[node + T_B] < m[LINES",
        ),
    ),
    Broken(
        "who was shed is not counted as refused",
        "who waits longer than what is shed is told no then, and just as long is served",
        Change(
            "executions.py",
            "        m[pool + P_REFUSED] += 1\n        m[execution + E_ENDED] = m[NOW]",
            "        m[execution + E_ENDED] = m[NOW]",
        ),
    ),
    Broken(
        "last come, first served",
        "last in, first out: whoever came last is next",
        Change(
            "waiting.py",
            "    elif m[pool + P_LIFO]:",
            "    elif not m[pool + P_LIFO]:",
        ),
    ),
    Broken(
        "one place too many in a queue",
        "who is shed has freed its place in the queue",
        Change(
            "pools.py",
            "if m[pool + P_ROOM] <= 0 or",
            "if m[pool + P_ROOM] < 0 or",
        ),
    ),
    Broken(
        "a place in a queue is never given back",
        "a queue of one is free again when whoever waited has a worker",
        Change(
            "pools.py",
            "        if not m[execution + E_COMING]:\n            m[pool + P_ROOM] += 1",
            "        if False:\n            m[pool + P_ROOM] += 1",
        ),
    ),
    Broken(
        "one worker too many",
        "an answer drawn in a later execution leaves the connection open, not the worker",
        Change(
            "pools.py",
            "if instance != NONE and m[instance + I_FREE] > 0:\n        return instance",
            "if instance != NONE and m[instance + I_FREE] > -1:\n        return instance",
        ),
    ),
    Broken(
        "a freed worker stays free though somebody waits",
        "a delivery waits in the broker until a worker is free",
        Change(
            "pools.py",
            "if m[pool + P_WAITERS] > 0 or m[instance + I_WAITERS] > 0:",
            "if m[instance + I_WAITERS] > 0:",
        ),
    ),
    Broken(
        "who waits for an instance comes after all others",
        "who queues again after a wait takes no room from those who come",
        Change(
            "pools.py",
            "if shared == NONE or (own != NONE and is_before(m, pool, own, shared)):",
            "if shared == NONE:",
        ),
    ),
    Broken(
        "the time in which a worker is held is not summed up",
        "a worker is held while its execution waits for an answer",
        Change(
            "pools.py",
            "    m[pool + P_TAKEN] -= 1\n    m[pool + P_HELD] += m[NOW]",
            "    m[pool + P_TAKEN] -= 1",
        ),
    ),
    Broken(
        "a pause keeps the worker",
        "a pause in the midst of an execution uses no worker",
        Change(
            "courses.py",
            "        give_back(m, q, course)\n        m[course + E_DOING] = PAUSING",
            "        m[course + E_DOING] = PAUSING",
        ),
    ),
    Broken(
        "with waiting: releases the worker is held",
        "with waiting: releases another has the worker meanwhile",
        Change(
            "courses.py",
            "    if pool != NONE and m[pool + P_RELEASES]:\n        give_back",
            "    if False:\n        give_back",
        ),
    ),
    Broken(
        "time in the queue after a wait is not counted",
        "an answer as another's work ends: both journeys in turn, no time in the queue",
        Change(
            "executions.py",
            "m[execution + E_REQUEUED] += m[NOW] - m[execution + E_SINCE]",
            "pass",
        ),
    ),
    Broken(
        "time spent waiting for an answer is not counted",
        "an answer as another's work ends: both journeys in turn, no time in the queue",
        Change(
            "courses.py",
            "m[course + E_BLOCKED] += m[NOW] - m[course + E_SINCE]",
            "pass",
        ),
    ),
    Broken(
        "those who wait do not leave when they were shed",
        "who is shed has freed its place in the queue",
        Change(
            "pools.py",
            "        m[pool + P_ROOM] += 1\n        m[pool + P_WAITERS] -= 1\n        leave_line",
            "        m[pool + P_WAITERS] -= 1\n        leave_line",
        ),
    ),
    Broken(
        "those with a higher priority wait with the others",
        "of those that wait for a worker the one with the highest priority is next",
        Change(
            "waiting.py",
            "while m[m[PRIORITIES] + level] != priority:",
            "while False:",
        ),
    ),
    Broken(
        "a no is taken for a yes",
        "a client that is told no fails",
        Change(
            "answers.py",
            "m[node + T_D] = -1 if good and m[plan + L_GOOD] else why",
            "m[node + T_D] = -1 if good else why",
        ),
    ),
    Broken(
        "what must be withheld is said",
        "whoever waits outside for what fails in an attempt is told no only at the end",
        Change(
            "answers.py",
            "if copy_goes_on or (attempt != NONE and",
            "if False and (attempt != NONE and",
        ),
    ),
    Broken(
        "answers take no time on the network",
        "a call spends the network both ways and its work in between",
        Change(
            "answers.py",
            "    delay = draw(m, d, m[plan + L_NETWORK], m[scope + S_ADDRESS], request)",
            "    delay = 0",
        ),
    ),
    Broken(
        "a lost message is lost from the fates",
        "a lost message never arrives; the work is not done, whatever the client hears",
        Change(
            "sending.py",
            "marks(m, scope, R_LOST)",
            "pass",
        ),
    ),
    Broken(
        "a step that takes no time is an event",
        "what takes no time happens at once, in the order of the journeys",
        Change(
            "steps.py",
            "    return duration > 0",
            "    return duration >= 0",
        ),
    ),
    Broken(
        "who fails by chance has had luck",
        "a call that fails tells its caller no, and is not made again",
        Change(
            "steps.py",
            "draw(m, d, m[plan + L_FAILS_SLOT], address, request) < fails",
            "draw(m, d, m[plan + L_FAILS_SLOT], address, request) >= fails",
        ),
    ),
    Broken(
        "what is handled never comes to nothing",
        "what an attempt that was beaten comes to does not count",
        Change(
            "steps.py",
            "        if comes_to_nothing(m, d, own, line):",
            "        if False:",
        ),
    ),
    Broken(
        "the second witness forgets who waits",
        "a callee that calls back a caller without a second worker locks up",
        Change(
            "witness.py",
            "memory[who + at.E_TICKET] == 0",
            "memory[who + at.E_TICKET] != 0",
        ),
    ),
    Broken(
        "who has done its work once does it again",
        "a receiver that knows what it has done does not do it again",
        Change(
            "ending.py",
            "push(m, journey + J_EFFECTS, line, m[NOW], 0)",
            "pass",
        ),
    ),
)
