"""Where the machine has how messages are called for: places within records of the program.

`L_CALLING` is the address of a calling, `L_LIMIT` that of a gate. `L_PACE` is the address of two
numbers: where the gates of the sender's instances begin, and how far apart they are (0: they
share one). A calling has the same of its policies.
"""

(
    G_TIMEOUT,  # the number of its draws; -1: none
    G_DEADLINE,  # ns; -1: none
    G_CANCEL,
    G_ATTEMPTS,
    G_RETRIES_ON,  # a set of reasons
    G_PAUSE,  # the number of its draws
    G_FACTORS,  # of each retry, how much longer its pause is: up and down
    G_FACTOR_COUNT,  # how many of these; the last holds from there on; 0: pauses do not grow
    G_CAP,  # ns; -1: none
    G_JITTER,
    G_JITTER_SLOT,
    G_HEDGE,  # the number of its draws; -1: none
    G_HEDGES,
    G_POLICIES,  # where they begin
    G_APART,  # how far each is from the next
    G_TOLERATED,  # whether whoever calls goes on all the same
) = range(16)
G_WIDTH = 16
CANCELS_NONE, CANCELS_QUEUED, CANCELS_RUNNING = range(3)
NO_JITTER, FULL_JITTER, EQUAL_JITTER = range(3)

# What a sender keeps in mind of one kind of call.
(
    V_PARTICIPANT,
    V_INSTANCE,  # -1: it is shared by all
    V_LINE,  # the line with which it was begun; -1: none yet
    V_PACE,  # of whoever has called last
    V_WINDOW,  # of its breaker; 0: it has none
    V_LEAST,
    V_REST,
    V_PROBES,
    V_OPENS_AT,  # by how many calls are in the window, so many failures open it
    V_STATE,
    V_SINCE,
    V_TRIAL,  # how often it has been half open
    V_OUT,  # probes that have left
    V_WELL,  # and that went well
    V_CALLS,  # a ring: whether each of the last calls went well
    V_FIRST,
    V_COUNT,
    V_FAILURES,
    V_EARNS,  # what earns tokens
    V_SHARE,
    V_MOST,
    V_TOKENS,
) = range(22)
V_WIDTH = 22
NO_BUDGET, BY_REQUESTS, BY_SUCCESSES = range(3)
CLOSED, OPEN, HALF_OPEN = range(3)
TOKEN = 1_000_000_000  # a budget counts in such parts

# So many at once, so many in a time; and those who wait.
(
    H_FREE,  # -1: any number
    H_INTERVAL,  # ns; 0: no bucket
    H_SLACK,
    H_FULL,  # the instant at which the bucket would be full
    H_LINE,  # the line with which a pace was begun; -1: none yet
    H_FIRST,  # who waits, first and last
    H_LAST,
) = range(7)
H_WIDTH = 8
