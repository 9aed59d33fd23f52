"""Where everything is that queues of brokers need besides what `layout` says.

All of it is made with the program, and never given back. Where a list has a first and a last, they
stand side by side, so that whoever is in it can leave it by its address alone.
"""

(
    Z_CAPACITY,  # of a queue; -1: unlimited
    Z_WHEN_FULL,
    Z_DEDUPE,  # how long a message is known; -1: not at all
    Z_CONFIRM,  # how many messages of a sender can be unconfirmed; -1: any number
    Z_SENDERS,  # by participant, where its instances are as senders
    Z_FORGETS,  # whether a crash forgets what is stored
    Z_AT_GATE,  # those that have room and wait to come in, first and last
    Z_AT_GATE_LAST,
    Z_OUTSTANDING,  # messages that nobody takes, first and last
    Z_OUTSTANDING_LAST,
) = range(10)
Z_WIDTH = 10
(
    V_QUEUE,
    V_NUMBER,  # of its partition; -1: it is none
    V_READY,  # deliveries that wait for a place, first and last
    V_READY_LAST,
    V_WINDOWS,  # the first; they follow each other
    V_COUNT,
    V_TURN,  # whose it is, where they take turns
    V_POLLS,
    V_IN_TURN,
    V_OWNER,  # the window that a partition's copies leave for, or NONE
    V_USED,  # deliveries of a partition that nobody has dealt with
) = range(11)
V_WIDTH = 12
(
    W_LANE,
    W_INSTANCE,
    W_SIZE,
    W_USED,
    W_FIRST,  # deliveries that have a place
    W_BATCH,
    W_SLEEP,  # the number of the draws of how long it sleeps; -1: it does not poll
    W_ASLEEP,
    W_LOOKS,
    W_KEY,  # of the event with which it wakes
) = range(10)
W_WIDTH = 10
(
    G_READY,  # copies that wait for more to come, first and last
    G_READY_LAST,
    G_COUNT,  # how many came, those that are gone by now among them
    G_SIZE,  # -1: any number
    G_LINGER,  # -1: for ever
    G_TURN,
    G_KEY,
    G_QUEUE,
) = range(8)
G_WIDTH = 8
(
    B_DONE,  # deliveries that are done and not settled, first and last
    B_DONE_LAST,
    B_COUNT,
    B_MOST,  # so many are settled together; -1: those of an interval
    B_EVERY,
    B_WAITS,  # whether its interval is running
    B_KEY,
) = range(7)
B_WIDTH = 8
(
    U_WAITING,  # messages that wait with a sender, first and last
    U_WAITING_LAST,
    U_UNCONFIRMED,
    U_LIVES,
) = range(4)
U_WIDTH = 4

(REJECTS, BLOCKS, DROPS_OLDEST, BURIES) = range(4)  # when a queue is full
(REQUEUE, DEAD_LETTER, DROP, SETTLE) = range(4)  # what becomes of a delivery that failed
(OLD_PLACE, HEAD, TAIL) = range(3)  # where a copy goes that comes back
(AFTER_WORK, BEFORE_WORK, ON_DELIVERY, IN_BATCHES) = range(4)  # when a delivery is settled
(
    H_QUEUE,
    H_LOST,  # what dead owners had and nobody has noticed: nodes, first and last
    H_LOST_LAST,
    H_TURNS,
    H_DEATHS,
    H_PAUSE,  # how long partitions rest when their owners change
    H_OWNERS,  # by partition, the instance that had it last
    H_SESSIONS,  # by instance, the draws of how long it takes to notice that it is dead
    H_NOTICES,  # keys
    H_RESUMES,
) = range(10)
H_WIDTH = 10
