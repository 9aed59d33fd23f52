"""What an execution spends its time on."""

NOTHING, WORKING, BLOCKED, QUEUEING, PAUSING = range(5)
