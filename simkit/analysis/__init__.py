"""Numbers from recordings: metrics, intervals, the audit."""
