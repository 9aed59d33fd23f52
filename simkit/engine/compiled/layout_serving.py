"""Where pools that serve otherwise keep what they need; see `layout`.

``PC_`` is a piece of work, ``CPU_`` the processors of an instance, ``SC_`` a pool's scaler.
"""

(
    PC_SERIAL,
    PC_NEXT,  # those at work, or waiting for a slot, of the same instance
    PC_BEFORE,
    PC_EXECUTION,
    PC_DOER,  # who goes on when it is over: the execution, or one of its branches
    PC_AMOUNT,
    PC_LEFT,  # how much of it is left while nobody is at it
    PC_ENDS,  # at which progress it is over while somebody is
    PC_HAD,  # what the execution had worked before it
    PC_ACTIVE,  # whether somebody is at it
    PC_RESTS,  # whether it waits to be begun, or to be gone on with
    PC_WAITS,  # whether it waits for a slot
    PC_CUT,  # the fault that strikes at its end, or NONE
    PC_KEY,
    PC_BELOW,  # the first of those below it, while somebody is at it
) = range(15)
PC_WIDTH = 15

(
    CPU_POOL,
    CPU_SERVERS,
    CPU_SLOTS,
    CPU_KEY,
    CPU_PROGRESS,
    CPU_SINCE,
    CPU_HANDED,
    CPU_PRESENT,  # whose piece is over next; the others stand below it, see `at_work`
    CPU_COUNT,
    CPU_WAITING,  # who waits for a slot, first and last
    CPU_WAITING_LAST,
    CPU_ALARM,  # the next time to look
    CPU_HINDERS,  # whether those at work hinder each other
    CPU_SERIAL_UP,  # by how much: a fraction of a whole number and two powers of two
    CPU_SERIAL_DOWN,
    CPU_SERIAL_DOWN_2,
    CPU_COHERENCE_UP,
    CPU_COHERENCE_DOWN,
    CPU_COHERENCE_DOWN_2,
) = range(19)
CPU_WIDTH = 20

(
    SC_POOL,
    SC_KEY,
    SC_IS_AUTO,  # whether it looks by itself
    SC_LEAST,
    SC_MOST,
    SC_EVERY,
    SC_COOL_DOWN,
    SC_IDLE,
    SC_STEP,  # how many come or go at once; -1: a share
    SC_SHARE_UP,
    SC_SHARE_DOWN,
    SC_SIGNALS,  # how many, then what each is, and its target over a power of two
    SC_RESIZES,  # by number: workers and instances; -1: as before
    SC_START_UP,  # the draws of the first instance; the others follow
    SC_STARTING,  # by instance, which attempt is under way; 0: none
    SC_STARTS,  # by instance, how many there were
    SC_WANTED,  # what each look asked for, as far back as it counts: a list, first and last
    SC_WANTED_LAST,
    SC_THERE,
    SC_SEEN_THERE,
    SC_SEEN_HELD,
    SC_COUNTED_AT,
    SC_IDLE_DUE,
) = range(23)
SC_WIDTH = 24
