"""Where everything is in the memory of the machine: one array of whole numbers.

The memory holds what the machine knows at any instant, so that a run can stop between two events
and go on later. It begins with single numbers, then the program (lines, executions, pools,
sections, draws, each a table of records of one width), and then whatever comes and goes: journeys,
scopes, executions and the rest. A record is known by its address; 0 is no record. The names below
are places within a record, so that ``m[execution + E_SENT]`` reads as it looks.
"""

NONE = 0  # the address of no record
NEVER = 2**63 - 1
ENDLESS = 2**62
UNLIMITED = 1 << 60

# ---------------------------------------------------------------- single numbers

(
    NOW,  # the simulated time, ns
    STATUS,  # why the machine stops, or GOES_ON
    TOP,  # the first address that was never used
    SIZE,  # how much memory there is
    PENDING,  # events that are scheduled
    PENDING_MOST,  # how many there is room for
    STALE,  # of these, timers of what is over
    AGENDA,  # how much is still to be done of the present event
    WARM_UP,
    HORIZON,
    LATEST,
    IS_ENOUGH,  # whether nobody who was measured is open any more
    WAITED_FOR,  # measured journeys that are not settled
    BEGUN,
    OPEN_JOURNEYS,
    FIRST_ALIVE,  # the journeys of which something is left, oldest first
    LAST_ALIVE,
    IS_RICH,  # whether anything is done again other than deliveries
    WATCHES,
    PACES,
    REMEMBERS,
    PRIORITISES,
    HAS_FAULTS,
    HAS_SECTIONS,
    ROOTS,
    LINE_COUNT,
    EXECUTION_COUNT,
    POOL_COUNT,
    SECTION_COUNT,
    SOURCE_COUNT,
    QUEUE_COUNT,
    LEVELS,  # how many priorities there are
    ADDRESSES,  # how many repetitions have addresses of their own, the empty one included
    MISSING_SLOT,  # the draw that was not there
    MISSING_ADDRESS,
    MISSING_BLOCK,
    VISITS,  # rows that wait to be taken out, of each kind
    JOURNEYS,
    PATHS,
    GIVEN_UPS,
    CHANGED,
    VISITS_AT,  # where they are in the array of rows
    JOURNEYS_AT,
    PATHS_AT,
    GIVEN_UPS_AT,
    CHANGED_AT,
    VISITS_MOST,  # how many there is room for
    JOURNEYS_MOST,
    PATHS_MOST,
    GIVEN_UPS_MOST,
    CHANGED_MOST,
    EVENTS,  # how many have happened
    CODE,  # where the instructions begin
    SLOTS,  # where the draws are described
    SOURCES,  # where the sources are
    QUEUES,  # where the queues of brokers are
    FAULTS_AT,  # where the faults are
    FAULT_COUNT,
    KNOWN_BLOCKS,  # where the blocks of draws are looked up
    KNOWN_BLOCKS_MOST,
    KNOWN_ADDRESSES,  # where the addresses of repetitions are looked up
    KNOWN_ADDRESSES_MOST,
    ADDRESS_TABLE,  # parent, depth, letter and number of each address
    ADDRESSES_MOST,
    FAILED_PART,  # what a model error is about: its kind, and two numbers
    FAILED_FIRST,
    FAILED_SECOND,
    AGENDA_MOST,
    POLICIES,  # what senders keep in mind: a list
    SUMMARY,  # whether rows are folded instead of kept
    LOADS,  # whether faults can lose what is sent
    IS_RISKY,  # whether any line is
    PRIORITIES,  # the priorities there are, the highest first
    DYING,  # those that die next: a list
    TOLD,  # those who are told what was decided
    REPEATED,  # lines of calls that may be made again
    DYING_LAST,
    HOLE,  # whether the place of the first event is empty
    PIECES,  # how many pieces of work there were
    IS_TIGHT,  # whether there is little room for something
) = range(80)
FREE = 80  # one list of free records for each kind
ROOT_EXECUTIONS = 4096 + 128  # by root, the client's own execution
ROOT_CAN = ROOT_EXECUTIONS + 60  # by root, whether it can be acknowledged, noticed, completed
AGENDA_AT = 128
MOST_AGENDA = 4096
TABLES = ROOT_CAN + 60

# ---------------------------------------------------------------- why the machine stops

(
    GOES_ON,
    AT_MARK,  # the time that was asked for
    ALL_DONE,  # nobody is waited for any more
    NOTHING_LEFT,  # no event is scheduled
    NEEDS_DRAWS,  # of requests that come; nothing has happened yet
    NEEDS_ARRIVALS,  # likewise
    IS_FULL,  # rows, events or memory need room; likewise
    MISSES,  # a draw that nobody foresaw: what has happened since the snapshot is void
    OVERFLOWS,  # room was not enough in the midst of an event; likewise
    FAILS,  # the model cannot go on
    PAUSES,  # so many events have happened
) = range(11)

# ---------------------------------------------------------------- the program

MOST = 60  # lines, executions, participants, sections: each is one bit of a number

(
    L_RECEIVER,
    L_POOL,  # the address of the receiver
    L_STARTS,
    L_LOST,
    L_DELIVERED,
    L_CARRIES,
    L_STORED,
    L_COPIES,
    L_SETTLES,
    L_SETTLED,
    L_REJECTS,
    L_ASKED,
    L_ASKED_REGION,
    L_TO,
    L_TO_REGION,
    L_GOOD,
    L_ACKNOWLEDGES,
    L_NOTICES,
    L_FINAL,
    L_WORKS,
    L_ROOT,
    L_MISSING,  # a set of lines
    L_UNBEGUN,  # a set of roles
    L_GUARDED,
    L_ANSWERS,  # a set of lines
    L_WATCHED,
    L_TOLERATED,
    L_PRIORITY,
    L_RISKY,
    L_QUEUE,  # of a delivery, its queue
    L_TIME,  # the number of its draws
    L_NETWORK,
    L_CALLING,  # the address of how it is called for
    L_LIMIT,  # the address of the gate at its receiver
    L_FAILS,  # chance that its work fails, of CHANCES; -1: none
    L_POISON,
    L_IDEMPOTENT,  # how long what was done is known, ns; -1: not at all
    L_TRANSFER,  # how long it takes to come into its broker, ns
    L_LEAVES_WORK,
    L_DESCENT,  # number of sections
    L_DESCENT_AT,  # where their numbers are
    L_MORE_3,
    L_MORE_4,
    L_DETECTION,
    L_CONFIRMATION,
    L_WITHIN,  # a list of sections and branches, or NONE
    L_FAULTED,  # a set of faults that can lose it
    L_IS_ANSWERED,  # whether what it starts can be answered
    L_FAILS_SLOT,
    L_POISON_SLOT,
    L_PACE,
    L_FAULTS_AFTER,  # a set of faults that strike after it
    L_LABEL,  # the first line with its label and receiver
) = range(53)
L_WIDTH = 64
LINES = TABLES
(
    X_NUMBER,
    X_PARTICIPANT,
    X_POOL,  # the address of its pool; NONE for a client's own
    X_LINE,
    X_REGION,
    X_START,  # the address of its first instruction
    X_ALL_MISSING,  # what never comes if it never begins
    X_ALL_UNBEGUN,
    X_KIND,
    X_WORKS_FIRST,
    X_SETTLING,  # lines that settle it, and that it sends itself
    X_ALL_WORK,
    X_IS_SETTLED,  # by a line of the drawing
    X_OWN_ANSWERS,  # answers that it gives in its first steps (for repeats)
) = range(14)
X_WIDTH = 16
EXECUTIONS = LINES + MOST * L_WIDTH
PLAIN, DELIVERY, MESSAGE = range(3)
(
    P_NUMBER,
    P_BROKER,
    P_RELEASES,
    P_INSTANCES,  # the address of the first; they follow each other
    P_COUNT,
    P_ONLY,  # the only instance, or NONE
    P_ROOM,
    P_ORDERS,
    P_QUEUE,  # heads and tails of those who wait, by priority
    P_WAITERS,  # how many do
    P_CAME,
    P_REFUSED,
    P_STARTED,
    P_ENDED,
    P_DIED,
    P_WAITING,
    P_HELD,
    P_WORKING,
    P_AT_WORK,
    P_TAKEN,
    P_QUEUED,
    P_KEPT,
    P_STORED,  # what became of copies, in the order of the witness
    P_SETTLED,
    P_EXPIRED,
    P_DROPPED,
    P_DEAD,
    P_UP,
    P_POLICY,
    P_INSIDE,  # messages that are not dealt with
    P_OUTSTANDING,
    P_DOOR,
    P_DOOR_LAST,
    P_QUEUES,  # those of a broker
    P_FAULTS,  # a set of faults that strike it
    P_SHED,
    P_LIFO,
    P_SCALER,
    P_SHARES,
    P_INTERRUPTS,
    P_KEEPS,
    P_GATE,
    P_AT_GATE,
    P_PUBLISHER,
    P_PROCESSES,  # whether its instances have processors
    P_MORE,  # room for features
    P_MORE_2,
    P_MORE_3,
) = range(48)
P_WIDTH = 48
POOLS = EXECUTIONS + MOST * X_WIDTH
(
    N_KIND,
    N_DECIDER,
    N_REGION,
    N_BOUND,
    N_POLLS,
    N_NOTICES,
    N_KEY,
    N_ROOT,
    N_MOST,
    N_UNTIL,  # a list of lines, how, and where to look; or NONE
    N_PAUSE,  # the number of its draws; -1: no pause
    N_GROWTH,  # whether pauses grow
    N_CAP,
    N_FACTORS,  # the growth of each turn, as bits of floats
    N_REACH,  # a list, by role
    N_WAKES,  # a list, by role
    N_ROLES,  # a set of roles that have a part in it
    N_CHOICE,  # the number of its draws
    N_RULE,  # a list
    N_FIRST,  # a list of what each branch begins with, and what is never begun
    N_TRIED,  # lines in its first branch
    N_NEEDED,  # branches that have to be over
    N_COPIES,
    N_DEADLINE,  # -1: none
) = range(24)
N_WIDTH = 32
SECTIONS = POOLS + MOST * P_WIDTH
PROGRAM_END = SECTIONS + MOST * N_WIDTH

# Instructions, and what each is followed by.
(
    WORK,
    SEND,
    ANSWER,
    AWAIT,
    OVER,
    TURN,
    TURN_ENDS,
    FAIL,
    CHOOSE,
    TRY,
    TRY_ENDS,
    FORK,
    GATHER,
    JUMP,
    LANDS,  # a block is over
) = range(15)
(
    C_OP,
    C_LINE,  # its line, or its section
    C_NEXT,  # where a block goes on
    C_MISSING,  # what never comes if nothing is done after it
    C_UNBEGUN,
    C_WORK,  # whether work is left undone then
    C_FIRST,  # what else an instruction needs
    C_SECOND,
    C_UNSENT,  # the lines that come after it
    C_MORE,
) = range(10)
C_WIDTH = 10

# A draw: its only value, or -1; the address and block that were looked up last, and where they are.
(D_CONSTANT, D_KEY, D_PLACE, D_MORE) = range(4)
D_WIDTH = 4

(
    O_ROOT,  # the first of its journeys
    O_FEED,  # where its next instants are among the draws
    O_NEXT,
    O_END,
    O_EXHAUSTED,
    O_REQUEST,
    O_CHOICE,
    O_USERS,
    O_THINK,  # the number of the draws of how long they think
    O_LOADED,  # the last block of draws that is there
    O_INSTANT,
    O_BEGUN,
    O_ROOTS,  # how many journeys, then their numbers
) = range(13)
O_WIDTH = 13 + MOST
