"""The compiled engine with one fault each: calls, brokers, blocks, faults and serving.

See `tests.engine.mutants_compiled`.
"""

from simkit.engine.compiled.records import E_DOING
from tests.engine.mutants_compiled import Broken
from tests.engine.plainly import Change

MUTANTS_OF_PARTS = (
    Broken(
        "an attempt that was beaten goes on as if nothing were",
        "an attempt that was beaten still has its worker, after those that were sooner",
        Change(
            "calls.py",
            "            drop(m, q, d, r, other)",
            "            pass",
        ),
    ),
    Broken(
        "a loser of a race is not cancelled",
        "with cancel: running the loser is interrupted when the other has answered",
        Change(
            "calls.py",
            "def drop(m: Any, q: Any, d: Any, r: Any, attempt: int) -> None:\n",
            "def drop(m: Any, q: Any, d: Any, r: Any, attempt: int) -> None:\n    return\n",
        ),
    ),
    Broken(
        "an attempt too many",
        "a constant backoff is let pass before each further attempt, and not before the first",
        Change(
            "calls.py",
            "m[call + K_RETRIES] + 1 >= m[calling + G_ATTEMPTS]",
            "m[call + K_RETRIES] >= m[calling + G_ATTEMPTS]",
        ),
    ),
    Broken(
        "an attempt at the very deadline",
        "what would leave at the deadline or later does not: it is over at once",
        Change(
            "calls.py",
            "if ends >= 0 and m[NOW] + pause >= m[call + K_BEGAN] + ends:",
            "if ends >= 0 and m[NOW] + pause > m[call + K_BEGAN] + ends:",
        ),
    ),
    Broken(
        "what is not to be tried again is",
        "a refusal is not tried again where only failures and timeouts are",
        Change(
            "calls.py",
            "is_for_it = (m[calling + G_RETRIES_ON] >> why) & 1",
            "is_for_it = 1",
        ),
    ),
    Broken(
        "a hedge too many",
        "a hedge has a timeout of its own, and the call is given up with the last of them",
        Change(
            "calls.py",
            "        m[call + K_HEDGES] += 1\n",
            "        pass\n",
        ),
    ),
    Broken(
        "a hedge is sent though its attempt has failed",
        "the hedge of an attempt that has failed does not leave; that of the next one does",
        Change(
            "calls.py",
            "elif m[m[attempt + A_OF_HEDGE] + A_WHY] < 0:",
            "else:",
        ),
    ),
    Broken(
        "a timeout cancels nothing",
        "a caller that was interrupted tries nothing again below",
        Change(
            "calls.py",
            "    agenda.note(m, agenda.ATTEMPT_FAILS, attempt, FOR_TIMEOUT, 0)\n"
            "    cancels(m, q, d, r, attempt)",
            "    agenda.note(m, agenda.ATTEMPT_FAILS, attempt, FOR_TIMEOUT, 0)",
        ),
    ),
    Broken(
        "others are not told no when a call is given up",
        "who waits outside for what an attempt gives is told no only with the last attempt",
        Change(
            "calls.py",
            "unsettled = leaves_undone(m, q, d, scope, others, m[plan + L_UNBEGUN], why)",
            "unsettled = 0",
        ),
    ),
    Broken(
        "a late answer is heard",
        "an answer that comes too late while something is done does not count either",
        Change(
            "calls.py",
            "    elif not m[call + K_OVER]:\n        has_ended",
            "    else:\n        has_ended",
        ),
    ),
    Broken(
        "pauses grow beyond their cap",
        "a backoff need not grow by whole numbers, and its first pause has a cap too",
        Change(
            "attempts.py",
            "pause = min(pause, m[calling + G_CAP])",
            "pass",
        ),
    ),
    Broken(
        "an attempt that is planned counts as sent",
        "the hedge of an attempt that has failed does not leave; that of the next one does",
        Change(
            "attempts.py",
            "        if m[attempt + A_LEFT] != NEVER:\n            sent += 1",
            "        sent += 1",
        ),
    ),
    Broken(
        "the deadline does not shorten the patience",
        "a deadline alone is a timeout of the whole call",
        Change(
            "attempts.py",
            "limit = min(limit, m[call + K_BEGAN] + m[calling + G_DEADLINE] - m[NOW])",
            "pass",
        ),
    ),
    Broken(
        "a budget pays whatever it has",
        "a budget of requests pays from what all first attempts have earned, failed or not",
        Change(
            "senders.py",
            "if m[policy + V_TOKENS] < TOKEN:",
            "if False:",
        ),
    ),
    Broken(
        "a budget has no most",
        "a budget keeps no more than it can hold",
        Change(
            "senders.py",
            "min(m[policy + V_MOST], m[policy + V_TOKENS] + m[policy + V_SHARE])",
            "m[policy + V_TOKENS] + m[policy + V_SHARE]",
        ),
    ),
    Broken(
        "a breaker opens one failure late",
        "a breaker that is shared opens for all instances that call",
        Change(
            "senders.py",
            "m[policy + V_FAILURES] >= m[m[policy + V_OPENS_AT] + count]",
            "m[policy + V_FAILURES] > m[m[policy + V_OPENS_AT] + count]",
        ),
    ),
    Broken(
        "a breaker rests for one instant too long",
        "a breaker whose probe fails opens again, and rests anew",
        Change(
            "senders.py",
            "m[NOW] >= m[policy + V_SINCE] + m[policy + V_REST]",
            "m[NOW] > m[policy + V_SINCE] + m[policy + V_REST]",
        ),
    ),
    Broken(
        "old calls stay in the window of a breaker",
        "a breaker looks back on its last calls only",
        Change(
            "senders.py",
            "m[policy + V_FAILURES] -= 1 - m[calls + first]",
            "pass",
        ),
    ),
    Broken(
        "a breaker closes with its failures in mind",
        "a half open breaker lets its probes through, and closes when all went well",
        Change(
            "senders.py",
            "        m[policy + V_FAILURES] = 0\n        turns",
            "        turns",
        ),
    ),
    Broken(
        "a place at a gate is never given back",
        "one that has a place and finds the queue full gives its place back",
        Change(
            "limits.py",
            "m[m[execution + E_PLACE] + H_FREE] += 1",
            "pass",
        ),
    ),
    Broken(
        "a bucket holds any number",
        "a bucket has its burst at the start, then a token each interval, and keeps no more",
        Change(
            "limits.py",
            "if m[gate + H_FULL] - m[gate + H_SLACK] > m[NOW]:",
            "if False:",
        ),
    ),
    Broken(
        "who waits for its turn is forgotten",
        "whoever waits to send holds its worker",
        Change(
            "limits.py",
            "after(m, q, 0, key, IS_GRANTED, turn, 0)\n            return",
            "return",
        ),
    ),
    Broken(
        "who paces keeps its worker",
        "whoever waits to send holds its worker",
        Change(
            "pacing.py",
            "        begin_waiting(m, q, execution)\n"
            "        m[execution + E_MODE] = WAITS_FOR_TURN",
            f"        m[execution + {E_DOING}] = 0\n        m[execution + E_MODE] = WAITS_FOR_TURN",
        ),
    ),
    Broken(
        "what is cancelled is told to whoever knows",
        "cancel: running reaches what was called below, and whoever waits for that",
        Change(
            "cancelling.py",
            "    if not is_known_to_be_cancelled(m, execution):",
            "    if True:",
        ),
    ),
    Broken(
        "calls of who has ended go on",
        "a probe that nobody waits for any more leaves its place to another",
        Change(
            "quitting.py",
            "        if m[call + K_SENDER] == execution:",
            "        if False:",
        ),
    ),
    Broken(
        "a redelivery is lost",
        "accepted when committed with its event: nothing is lost, though the broker is down",
        Change(
            "redelivery.py",
            "        put_back(m, q, d, r, copy, how == REJECTED)",
            "        pass",
        ),
    ),
    Broken(
        "one delivery too many",
        "a message is a dead letter after exactly as many deliveries as it may have",
        Change(
            "redelivery.py",
            "if most >= 0 and made(m, copy) >= most:",
            "if most >= 0 and made(m, copy) > most:",
        ),
    ),
    Broken(
        "a branch told no does not stop the others",
        "a branch that is told no stops the others, one that works too",
        Change(
            "strands.py",
            "if m[group + GR_WELL_COUNT] + going < m[group + GR_NEEDED]:",
            "if going == 0 and m[group + GR_WELL_COUNT] + going < m[group + GR_NEEDED]:",
        ),
    ),
    Broken(
        "branches left behind are waited for",
        "two of three: the last one is left behind",
        Change(
            "strands.py",
            "    is_duplicate(m, scope)\n",
            "",
        ),
    ),
    Broken(
        "a branch keeps the worker from the others",
        "a branch that goes on working keeps the worker from other requests",
        Change(
            "steps.py",
            "            got_worker(m, course)  # another branch can have it\n",
            "",
        ),
    ),
    Broken(
        "a fault by the clock strikes once",
        "a success in the second attempt earns once",
        Change(
            "blows.py",
            "        if m[at] < m[times]:\n",
            "        if False:\n",
        ),
    ),
    Broken(
        "a crash spares what is on its way",
        "a crash loses the buffer too if what is delivered is forgotten",
        Change(
            "dying.py",
            "    die_next(m, m[instance + I_COMING])\n",
            "",
        ),
    ),
    Broken(
        "the dead are missed at once",
        "a lease that is extended ends when its receiver has been dead for long enough",
        Change(
            "dying.py",
            "    delay = draw(m, d, slot, m[scope + S_ADDRESS], request)\n",
            "    delay = 0\n",
        ),
    ),
    Broken(
        "nobody misses the dead",
        "what a dead receiver had is delivered again at its death plus detection",
        Change(
            "dying.py",
            "    if delay < ENDLESS:\n",
            "    if False:\n",
        ),
    ),
    Broken(
        "the first of the lowest priority is interrupted",
        "of two at work the lowest is interrupted, and of two alike the one that came later",
        Change(
            "interruption.py",
            "return m[one + E_ORDER] > m[other + E_ORDER]",
            "return m[one + E_ORDER] < m[other + E_ORDER]",
        ),
    ),
    Broken(
        "who was interrupted waits at the end",
        "of two at work the lowest is interrupted, and of two alike the one that came later",
        Change(
            "waiting.py",
            "while behind != NONE and m[behind + E_ORDER] < m[who + E_ORDER]:",
            "while behind != NONE:",
        ),
    ),
)
