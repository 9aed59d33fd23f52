"""Where everything is in what comes and goes: journeys, scopes, executions and the rest."""

# Most records take whole lines of the processor's cache; what is used together, and most often,
# stands together in their first lines.
LINE = 8

# The first place of whatever a timer may look at later holds the serial of its journey; it is -1
# when the record is free.

(
    J_SERIAL,
    J_NEXT,
    J_OPEN,
    J_ALIVE,
    J_REQUEST,
    J_CLIENT,
    J_SCOPES,
    J_LATEST,
    J_ACKNOWLEDGED,
    J_SETTLED,
    J_NOTICED,
    J_MEANT,
    J_FINAL,
    J_DONE,
    J_IS_OVER,
    J_TIMERS,
    J_KEY,
    J_ATTEMPTS,
    J_SOURCE,
    J_ROOT,
    J_PREVIOUS,
    J_LAST_SCOPE,
    J_UNSEEN,
    J_GIVEN_UP,
    J_NUMBER,
    J_PATHS,
    J_EFFECTS,
    J_KNOWN,
    J_HOLDS,  # events that refer to it, whatever else is over
    J_COURSES,  # branches of its executions
) = range(30)
J_WIDTH = 32
(
    S_SERIAL,
    S_NEXT,
    S_JOURNEY,
    S_OPEN,
    S_DUPLICATE,
    S_EXECUTIONS,
    S_ADDRESS,
    S_KEY,
    S_PATH,
    S_REGION,
    S_OUTER,
    S_LAST_EXECUTION,
    S_EARLY,
    S_HEARD,  # sets of lines
    S_YES,
    S_ATTEMPT,
    S_PARTS,
    S_GIVEN,
    S_GIVENS,  # answers of others that were given here
    S_TURN,
    S_LINE,
    S_DEPTH,
    S_FATE,
    S_CALLS,
    S_TURNS,
    S_DECISIONS,
    S_WATCHERS,
    S_AGAIN,
    S_NUMBER,
    S_PLANNED,
    S_ONLY_REPEATS,
    S_WITHHELD,
    S_COPY,
    S_LEFT,
    S_WHY_REFUSED,
    S_WHY_TIMEOUT,
    S_HAPPENED,  # sets of lines: what has become of them
    S_SUCCEEDED,
    S_FAILED,
    S_REFUSED,
    S_TIMED_OUT,
    S_GONE,
    S_IS_LEFT,  # a branch that was left behind
) = range(43)
S_WIDTH = 48
(
    E_SERIAL,
    E_QUEUE_NEXT,
    E_QUEUE_BEFORE,
    E_ORDER,
    E_PRIORITY,
    E_TICKET,
    E_NEXT,
    E_SCOPE,
    E_ENDED,
    E_AT,  # the instruction that it is at
    E_MODE,  # how far it is with it
    E_OWN,  # itself, or what it is a branch of
    E_HERE,
    E_JOURNEY,
    E_PLAN,
    E_POOL,
    E_LINE,
    E_NUMBER,
    E_PARENT,
    E_KEY,
    E_INSTANCE,
    E_STORY,  # whether it has begun with its steps
    E_LEAVING,
    E_FAILED,
    E_STORED,
    E_SENT,
    E_ARRIVED,
    E_STARTED,
    E_ANSWERED,
    E_ANSWER_ARRIVED,
    E_SINCE,
    E_DOING,
    E_WORKED,
    E_BLOCKED,
    E_REQUEUED,
    E_AWAITED,
    E_INSIDE_NEXT,
    E_INSIDE_BEFORE,
    E_POLLS,
    E_PLACE,
    E_COPY,
    E_SETTLEMENT,
    E_LEFT,
    E_COMING,  # whether it is a delivery that no worker has taken up
    E_BROKER,
    E_PIECE,
    E_FORK,  # its branches, while it has some
    E_RELEASED,
    E_REFUSED,
    E_DIED,
    E_LOST,
    E_WITHDRAWN,
    E_CANCELLED,
    E_UNHEARD,
    E_OWED,
    E_AGAIN,
    E_DURABLE,
    E_ADMITTED,
    E_TRANSFER,
    E_ATTEMPT_NEXT,  # the next delivery of its copy
    E_QUEUES,
    E_IS_READY,  # the list of copies that wait for a worker or a place in which it is, or NONE
    E_WHY,
    E_TOLD_OF_WORKER,
    E_DRAWN_SETTLED,
    E_WINDOW,
    E_THREAT,
    E_THREAT_BY,
    E_FIRSTS,  # answers of which each would tell it what was decided
    E_TRIALS,  # blocks that it is in and that can go on elsewhere
    E_TURN,  # of the loop that it is in
    E_GROUP,  # of a branch, those that began together
    E_INNER,  # of a branch, its own branches
    E_STRAND_NEXT,
    E_WINDOW_NEXT,  # those who have a place in the same window
    E_WINDOW_BEFORE,
    E_OUT,  # lines of a block that it has left
    E_UNSENT,  # lines that its branches have not sent, when it has come to nothing in one
    E_IS_WANTING,  # of a branch, whether it waits for the worker
    E_IS_AWAITING,  # or for an answer or a decision
    E_TURN_TO_SEND,  # while it waits for it; -1: it has come
    E_PACED_UNTIL,
    E_MISSING,  # what it had not sent when it stopped, and who never begins
    E_NOBODY,
) = range(84)
E_WIDTH = 88

(
    K_SERIAL,
    K_NEXT,  # the next call of its scope
    K_SCOPE,
    K_SENDER,
    K_LINE,
    K_BEGAN,
    K_OVER,
    K_HANDLED,
    K_WINNER,
    K_LAST,
    K_RETRIES,
    K_HEDGES,
    K_FIRST,  # its attempts
    K_FINAL,
    K_POLICY,
    K_PACE,
) = range(16)
K_WIDTH = 16
(
    A_SERIAL,
    A_NEXT,
    A_CALL,
    A_SCOPE,
    A_LEFT,
    A_WHY,  # -1: it has come to nothing yet
    A_PROBE,
    A_IS_IN_TIME,
    A_COUNTED,
    A_OF_HEDGE,
) = range(10)
A_WIDTH = 16
(
    Y_SERIAL,
    Y_NEXT,  # the copies of its queue that are not dealt with
    Y_BEFORE,
    Y_QUEUE,
    Y_MESSAGE,
    Y_FIRST,  # its deliveries
    Y_FINAL,
    Y_COUNT,
    Y_READY,  # the delivery that waits in the queue
    Y_ORDER,
    Y_FATE,
    Y_OVER,
    Y_RESTING,
    Y_BEFORE_REDRIVE,
    Y_STORED,
    Y_MORE,
) = range(16)
Y_WIDTH = 16
# Of a pool, an instance of it; these are never given back.
(
    I_NUMBER,
    I_POOL,
    I_WORKERS,
    I_FREE,
    I_UNUSED,
    I_FREED,  # a ring of when workers were given back
    I_FREED_FIRST,
    I_FREED_COUNT,
    I_QUEUE,
    I_WAITERS,
    I_INSIDE,
    I_INSIDE_COUNT,
    I_COMING,  # deliveries that are under way to it, or wait there
    I_COMING_COUNT,
    I_UP,
    I_LEAVING,
    I_LIVES,
    I_PROCESSORS,
    I_WINDOWS,
    I_RING,  # how many there is room for in the ring
) = range(20)
I_WIDTH = 20

# Whoever waits for a worker begins as an execution does.
TICKET_WIDTH = 8
(
    Q_NUMBER,  # its line
    Q_PUT,  # the role of its messages
    Q_BROKER,
    Q_POOL,
    Q_PRIORITY,
    Q_COUNT,  # copies that wait
    Q_ARRIVING,  # copies that are being written
    Q_COPIES,  # those that are not dealt with, first and last
    Q_COPIES_LAST,
    Q_ORDERS,
    Q_READY,  # deliveries that wait for a free worker, first and last
    Q_READY_LAST,
    Q_LANES,
    Q_LANE_COUNT,
    Q_EARLY,  # whether a delivery is settled when it is taken up
    Q_ACK,
    Q_TTL,
    Q_CAPACITY,
    Q_WHEN_FULL,
    Q_LEASE,
    Q_EXTENDS,
    Q_HONOURS_LATE,
    Q_REQUEUE,
    Q_ON_FAILURE,
    Q_ON_REJECT,
    Q_MOST,  # deliveries; -1: any number
    Q_DELAYS,  # how many, then the numbers of their draws
    Q_DELAYS_AT,
    Q_KEEPS_DEAD,
    Q_REDRIVE,
    Q_FORGETS,  # whether a crash of the broker forgets what it has
    Q_GATHERING,
    Q_BATCHES,
    Q_GROUP,
    Q_STARTS,  # what a delivery is
    Q_REGION,
    Q_NEXT,  # the next queue of its broker
    Q_IS_FIRST,  # of those of its role
    Q_POLICY,  # what its broker keeps to
    Q_PARTITION,  # the number of the draws of partitions; -1: dealt out one by one
    Q_AGAIN,  # those that are offered again, first and last
    Q_AGAIN_LAST,
) = range(42)
Q_WIDTH = 44

# Lists of the scenario's own that are seldom long.
(T_FREE, T_NEXT, T_A, T_B, T_C, T_D, T_E, T_F) = range(8)
T_WIDTH = 8

# Kinds of records, each with a list of free ones.
(JOURNEY, SCOPE, EXECUTION, NODE, CALL, ATTEMPT, COPY, TICKET, STRAND, BIG, PIECE) = range(11)

# ---------------------------------------------------------------- what is, or has become

(IS_CALL, IS_COPY, IS_TURN, IS_GATHERING) = range(4)  # parts of a scope
(FOR_FAILURE, FOR_REFUSAL, FOR_TIMEOUT) = range(3)  # why
(R_WELL, R_FAILED, R_REFUSED, R_EXPIRED, R_DEAD, R_LOST) = range(6)  # fates, worse and worse
NOTHING, WORKING, BLOCKED, QUEUEING, PAUSING = range(5)
