"""Where the faults are in the memory of the machine; see `layout`."""

(
    F_NUMBER,
    F_BLOW,
    F_POOL,  # the address of the part that it strikes, or NONE
    F_INSTANCE,  # the only one that it strikes; -1: any
    F_INSTANCES,  # how many its part has
    F_KEY,  # of its events by the clock, for the first instance
    F_AT,  # how many fixed times it has, then the times
    F_EVERY,  # the draws of the first instance; the others follow; -1: it does not come again
    F_LASTS,  # likewise
    F_CHANCE,  # below which of CHANCES a draw has to be; 0: it has no chance
    F_CHANCES,  # by line, the draws whether it happens
    F_MOMENTS,  # by line, the draws of when in the work
    F_BUSY,  # by line, the draws of after how much work; NONE: it does not depend on work
    F_AFTER,  # a set of lines
    F_UP,  # how much longer work takes: a whole number ...
    F_DOWN,  # ... over a power of two
    F_VALUE,  # that in thousandths, rounded
    F_ACTIVE,  # by instance: whether it is going on
    F_UNTIL,  # by instance: until when it is
    F_STRIKES,  # by instance: how often it has struck
    F_DOWN_UNTIL,  # by instance of its part: until when it is down
    F_GOING,  # in how many instances it is going on
) = range(22)
F_WIDTH = 24
