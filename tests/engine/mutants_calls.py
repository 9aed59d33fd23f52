"""Engines with one fault each in how calls are made; as `tests.engine.mutants`."""

from dataclasses import replace

from simkit.engine.reference import call as call_module
from simkit.engine.reference import execution as execution_module
from simkit.engine.reference.call import Call
from simkit.engine.reference.draws import CHANCES
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.journey import Journey
from simkit.engine.reference.limits import Bucket, Places
from simkit.engine.reference.pool import Pool
from simkit.engine.reference.redrawn import Redrawn
from simkit.engine.reference.scope import Scope
from simkit.engine.reference.senders import Pace, Purse, Switch
from simkit.model.calling import Calling
from tests.engine import faults_calls as faults
from tests.engine.faults import misreading, with_parts
from tests.engine.faults_calls import with_backoff, with_breaker, with_calling, with_calls
from tests.engine.mutants import Mutant

ATTEMPTS = "attempts have draws of their own"  # rejected by `check_attempts`
ALL = Calling().retry_on

_TIMEOUTS = (
    Mutant(
        fault="a late answer counts though nobody waits for it any more",
        case="an answer that comes too late while something is done does not count either",
        engine=with_parts((Call, "answered", faults.counts_after_the_end)),
    ),
    Mutant(
        fault="an answer at the instant of the timeout is too late",
        case="an answer at the instant of the timeout is in time",
        engine=with_parts((Call, "patience", faults.one_ns_less)),
    ),
    Mutant(
        fault="a deadline does not cut the last attempt short",
        case="each attempt has its own timeout, and a deadline cuts the last one short",
        engine=with_parts((Call, "patience", faults.waits_beyond_the_deadline)),
    ),
    Mutant(
        fault="attempts leave beyond the deadline",
        case="what would leave at the deadline or later does not: it is over at once",
        engine=with_parts((Call, "again", faults.again_beyond_the_deadline)),
    ),
    Mutant(
        fault="nobody notes that a call was given up",
        case="whoever is not answered in time is told so, though all is done well",
        engine=with_parts((Journey, "gives_up", lambda *_: None)),
    ),
    Mutant(
        fault="whoever gives up waiting has failed at his work",
        case="whoever gives up waiting fails, and tells his own caller no; all is done well",
        engine=with_parts((Scope, "leaves_work", lambda scope, lines: True)),
    ),
    Mutant(
        fault="what nobody waits for is interrupted unasked",
        case="a timeout counts the time in the queue; work that nobody waits for keeps its worker",
        engine=with_calls(lambda calling: replace(calling, cancel="running")),
    ),
    Mutant(
        fault="what works is not interrupted, only withdrawn",
        case="cancel: running interrupts what works, and its worker is free at once",
        engine=with_calling(cancel="queued"),
    ),
    Mutant(
        fault="whoever is interrupted keeps his worker",
        case="cancel: running interrupts what works, and its worker is free at once",
        engine=with_parts((Pool, "dismiss", faults.interrupted_with_its_worker)),
    ),
    Mutant(
        fault="what was called below is not interrupted",
        case="cancel: running reaches what was called below, and whoever waits for that",
        engine=with_parts((Scope, "cancel", faults.cancels_only_the_call)),
    ),
    Mutant(
        fault="nobody is told of what was withdrawn",
        case="whoever works on and waits for what was withdrawn is told no",
        engine=with_parts((Execution, "is_known_to_be_cancelled", True)),
    ),
)

_RETRIES = (
    Mutant(
        fault="one attempt too many",
        case="a constant backoff is let pass before each further attempt, and not before the first",
        engine=with_calls(faults.one_attempt_more),
    ),
    Mutant(
        fault="a backoff is let pass before the first attempt",
        case="a constant backoff is let pass before each further attempt, and not before the first",
        engine=with_parts((Call, "begin", faults.waits_before_the_first)),
    ),
    Mutant(
        fault="no backoff is let pass",
        case="a constant backoff is let pass before each further attempt, and not before the first",
        engine=with_parts((Call, "pause", lambda call, attempt: 0)),
    ),
    Mutant(
        fault="the first backoff is longer already",
        case="an exponential backoff doubles each time, up to its cap",
        engine=with_parts((Call, "pause", faults.pause_of_the_next)),
    ),
    Mutant(
        fault="a backoff has no cap",
        case="an exponential backoff doubles each time, up to its cap",
        engine=with_backoff(cap=None),
    ),
    Mutant(
        fault="jitter goes beyond the pause",
        case=ATTEMPTS,
        engine=with_parts((call_module, "CHANCES", CHANCES // 2)),
    ),
    Mutant(
        fault="jitter of all is jitter of half",
        case=ATTEMPTS,
        engine=with_backoff(jitter="equal"),
    ),
    Mutant(
        fault="further attempts have the draws of the first",
        case=ATTEMPTS,
        engine=with_parts((Redrawn, "__getitem__", faults.same_draws)),
    ),
    Mutant(
        fault="whatever comes to nothing is tried again",
        case="a refusal is not tried again where only failures and timeouts are",
        engine=with_calling(retry_on=ALL),
    ),
    Mutant(
        fault="a timeout is final",
        case="a timeout is tried again where only that is",
        engine=with_calls(lambda one: replace(one, retry_on=one.retry_on - {"timeout"})),
    ),
    Mutant(
        fault="attempts of every caller are counted for the client",
        case="a caller that waits for further attempts holds its worker, backoff and all",
        engine=with_parts((Journey, "counts", faults.counts_all)),
    ),
    Mutant(
        fault="a late answer does not count while another attempt is under way",
        case="a late answer to the first attempt wins while the second is under way",
        engine=with_parts((Call, "answered", faults.too_late)),
    ),
    Mutant(
        fault="an attempt that was beaten is waited for",
        case="a late answer to the first attempt wins while the second is under way",
        engine=with_parts((Scope, "is_duplicate", faults.is_waited_for)),
    ),
    Mutant(
        fault="of attempts in vain the last is what became of the work",
        case="of attempts in vain the best is what became of the work",
        engine=with_parts((Call, "done", faults.fate_of_the_last)),
    ),
    Mutant(
        fault="nobody knows what was done by its key",
        case="a call whose answer is lost is done once with a key; the second only answers",
        engine=misreading(faults.without_memory_of_keys),
    ),
    Mutant(
        fault="what was done by a key is over with its answer",
        case="what a receiver knows by its key is done when what it has set in motion is",
        engine=with_parts((Scope, "only_repeats", faults.never)),
    ),
    Mutant(
        fault="whoever waits outside is told no with the first attempt",
        case="who waits outside for what an attempt gives is told no only with the last attempt",
        engine=with_parts((Scope, "say_no", faults.nothing_is_withheld)),
    ),
    Mutant(
        fault="whoever waits outside is never told what an attempt has withheld",
        case="what an attempt does not give outside is told when it has won, not before",
        engine=with_parts((Call, "wins", faults.withheld_for_ever)),
    ),
    Mutant(
        fault="the calls of the dead are waited for",
        case="a caller that dies tries nothing again; what it has set in motion goes on",
        engine=with_parts((execution_module, "quit_calls", lambda execution: None)),
    ),
)

_BUDGETS = (
    Mutant(
        fault="a budget of successes is earned by requests",
        case="a budget of successes never pays where nothing goes well",
        engine=with_parts((Purse, "earn", faults.earned_by_requests)),
    ),
    Mutant(
        fault="a budget is never spent",
        case="a budget of requests pays from what all first attempts have earned, failed or not",
        engine=with_parts((Purse, "pays", faults.never_spent)),
    ),
    Mutant(
        fault="a budget keeps whatever is earned",
        case="a budget keeps no more than it can hold",
        engine=with_parts((Purse, "__init__", faults.bottomless)),
    ),
    Mutant(
        fault="a budget is full at the start",
        case="a budget of successes never pays where nothing goes well",
        engine=with_parts((Purse, "__init__", faults.full_at_first)),
    ),
    Mutant(
        fault="all instances share a budget",
        case="each instance that calls has a budget of its own",
        engine=with_calls(lambda calling: replace(calling, shared=True)),
    ),
)

_BREAKERS = (
    Mutant(
        fault="a breaker never half opens",
        case="a breaker opens at its share of failures, rests, half opens, and closes again",
        engine=with_parts((Switch, "lets", faults.never_half_open)),
    ),
    Mutant(
        fault="a breaker counts the calls that it keeps back",
        case="a breaker opens at its share of failures, rests, half opens, and closes again",
        engine=with_parts((Switch, "lets", faults.rests_anew)),
    ),
    Mutant(
        fault="a breaker opens before it has seen enough",
        case="a breaker opens at its share of failures, rests, half opens, and closes again",
        engine=with_breaker(least=3),
    ),
    Mutant(
        fault="a breaker closes with its first probe",
        case="a half open breaker lets its probes through, and closes when all went well",
        engine=with_breaker(probes=1),
    ),
    Mutant(
        fault="a half open breaker lets everybody through",
        case="a half open breaker lets its probes through, and closes when all went well",
        engine=with_breaker(probes=99),
    ),
    Mutant(
        fault="a breaker that closes forgets nothing",
        case="a breaker that has closed knows nothing of before",
        engine=with_parts((Switch, "ended", faults.never_forgets)),
    ),
    Mutant(
        fault="a breaker looks back on all its calls",
        case="however many went well before that",
        engine=with_parts((Switch, "__init__", faults.looks_back_for_ever)),
    ),
    Mutant(
        fault="what a breaker has forgotten counts as a failure still",
        case="a breaker looks back on its last calls only",
        engine=with_parts((Switch, "ended", faults.failures_add_up)),
    ),
    Mutant(
        fault="an open breaker counts what comes back",
        case="a call that left before the breaker opened does not count when it comes back",
        engine=with_parts((Switch, "ended", faults.failures_open_it_again)),
    ),
    Mutant(
        fault="all instances share a breaker",
        case="each instance that calls has a breaker of its own",
        engine=with_calls(lambda calling: replace(calling, shared=True)),
    ),
    Mutant(
        fault="a shared breaker is one of each instance",
        case="a breaker that is shared opens for all instances that call",
        engine=with_calling(shared=False),
    ),
)

_HEDGES = (
    Mutant(
        fault="the loser is not cancelled",
        case="with cancel: running the loser is interrupted when the other has answered",
        engine=with_parts((Call, "drop", faults.goes_on)),
    ),
    Mutant(
        fault="a hedge leaves though all is answered",
        case="nor is he while his caller goes on with something else",
        engine=with_parts((Call, "is_idle", faults.idle_without_caller)),
    ),
    Mutant(
        fault="a hedge leaves whenever nobody has answered",
        case="no more hedges leave than are said",
        engine=with_calling(hedges=99),
    ),
    Mutant(
        fault="a hedge is an attempt",
        case="a hedge is no attempt: what has failed with its hedge is tried again",
        engine=with_parts((Call, "again", faults.hedges_are_attempts)),
    ),
    Mutant(
        fault="the first failure is the last word",
        case="who fails while a hedge is under way has not the last word",
        engine=with_parts((Call, "fails", faults.first_failure_is_the_end)),
    ),
)

_LIMITS = (
    Mutant(
        fault="a place in a bulkhead is never given back",
        case="a bulkhead takes so many at once, and refuses one more when it arrives",
        engine=with_parts((Places, "left", lambda places: None)),
    ),
    Mutant(
        fault="whoever finds the queue full keeps his place in the bulkhead",
        case="one that has a place and finds the queue full gives its place back",
        engine=with_parts((Execution, "refuse", faults.refused_with_its_place)),
    ),
    Mutant(
        fault="a bucket fills too fast",
        case="a bucket has its burst at the start, then a token each interval, and keeps no more",
        engine=with_parts((Bucket, "__init__", faults.fills_too_fast)),
    ),
    Mutant(
        fault="a bucket keeps whatever drips in",
        case="a bucket has its burst at the start, then a token each interval, and keeps no more",
        engine=with_parts((Bucket, "takes", faults.holds_too_much)),
    ),
    Mutant(
        fault="a bucket has no burst",
        case="a burst leaves at once",
        engine=with_parts((Bucket, "__init__", faults.empty_at_first)),
    ),
    Mutant(
        fault="whoever waits to send waits for ever",
        case="a sender lets so many go at once; one more leaves when one of them is over",
        engine=with_parts((Pace, "left", faults.nobody_moves_up)),
    ),
    Mutant(
        fault="the turn of the dead is lost",
        case="whoever dies leaves his place, or his turn, to others",
        engine=with_parts((Pace, "grant", faults.turn_of_the_dead)),
    ),
    Mutant(
        fault="further attempts do not wait for their pace",
        case="a further attempt leaves at the pace too",
        engine=with_parts((Call, "is_held_back", lambda call, attempt: False)),
    ),
)

MUTANTS_OF_CALLS = (*_TIMEOUTS, *_RETRIES, *_BUDGETS, *_BREAKERS, *_HEDGES, *_LIMITS)
