"""Where the branches of executions are in the memory of the machine; see `layout`."""

from simkit.engine.compiled.layout import ENDLESS

IS_CHOICE, IS_LOOP, IS_TRIAL, IS_GATHER = range(4)  # kinds of sections
TOO_LARGE = ENDLESS  # a factor that makes all but nothing endless
UNKNOWN, NOBODY = -2, -1  # not decided; decided by nobody, as whoever decides does not come

# In the table of the branches of a block: how many, who is never begun if none is taken, and
# for each of them where it starts, the answer it begins with (or -1), and who is not begun then.
B_COUNT, B_NEVER, B_FIRST = range(3)
B_START, B_AWAITS, B_OTHERS = range(3)
B_WIDTH = 3
# A block that can go on elsewhere, and in which a course is: a node of `layout`.
# T_A: the section, T_B: the scope around it, T_C: its instruction, T_D: whether it is in it still.

(
    FK_SERIAL,
    FK_NEXT,
    FK_EXECUTION,
    FK_HAS_WORKER,
    FK_QUEUES,
    FK_WORKER,  # the branch that works
    FK_WANTING,  # a list of branches, first come, first served
    FK_AWAITING,  # a list of branches that wait for an answer or a decision
    FK_STRANDS,  # its branches, first and last
    FK_STRANDS_LAST,
    FK_BEGINNING,  # how many groups have not all begun
    FK_OVER,
    FK_GROUP,  # the outermost
) = range(13)
FK_WIDTH = 24
(
    GR_SERIAL,
    GR_NEXT,
    GR_FORK,
    GR_PARENT,  # whoever forked
    GR_SECTION,
    GR_GATHERS,
    GR_NEEDED,
    GR_FIRST,  # its branches
    GR_WELL,  # a list of the scopes of those that are over, well
    GR_WELL_COUNT,
    GR_SCOPES,  # a list of the scopes of all
    GR_HANDLED,  # whether whoever forked deals with its coming to nothing
    GR_STOPPED,  # whether it has come to nothing
    GR_WHY,
    GR_LINES,  # what is not sent then
    GR_LINE,  # the answer that was waited for, or -1
    GR_CAUSE,  # branches of a branch that have come to nothing by it
    GR_OVER,
    GR_LATE,  # whether its deadline was reached
    GR_AWAKE,  # whether whoever forked looks by himself whether it is over
    GR_LEFT,  # whether its branches have been left behind
) = range(21)
IS_STRAND, IS_FORK, IS_GROUP = range(3)
assert max(FK_GROUP, GR_LEFT) < FK_WIDTH
