"""Closed forms of queueing theory: what a run must come to, where that is known.

Every formula is a function of keyword arguments. Times are in seconds and rates per second;
a utilisation or a share is a plain number; ``cv`` is a standard deviation over its mean; a
percentile is asked for by the share that is within, 0.99 for the 99th. Nothing is
simulated, and nothing repaired: what has no meaning is a ValueError in one sentence. Each docstring
says where its formula comes from and where it stops holding; what only comes close is called an
approximation by its name.

Which to take:

- several servers, one queue: `m_m_c`, in general `allen_cunneen_approximation`; no queue:
  `m_g_c_c`; limited room: `m_m_c_k`; limited patience: `erlang_a`, `fixed_patience`; no limit of
  servers: `m_g_infinity`; how many servers: `servers_for_mean_wait` and its like;
- one server: `m_m_1`, `m_d_1`, `m_g_1`, in general `kingman_approximation`, `kingman_bound`; away
  at times: `m_g_1_vacations`, `m_g_1_setup`, `m_g_1_breakdowns`; arrivals in batches or dealt
  out in turn: `bulk_arrivals_m_1`, `e_k_m_1`; shared by all present: `m_g_1_ps`;
- classes: `m_g_1_priority`, `m_m_c_priority`, `m_g_1_preemptive`;
- users who wait for their answer: `machine_repairman`, `mean_value_analysis`, `closed_bounds`;
- several stations: `jackson_network`, `tandem_sojourn_percentile`, `nelson_tantawi_approximation`;
- several answers: `mean_of_kth`, `slowest_percentile`, `any_slow`, `hedged_exceeds`;
- backlogs: `overload`, `drain_time`, `m_g_1_drain`, `time_until_late`;
- what a design adds: `batch_waiting`, `fixed_polling`, `retry_load`, `retry_storm_approximation`,
  `crash_redelivery`, `lease_deliveries`.

>>> round(m_m_c(arrival_rate=32, service_time=0.1, servers=4).mean_wait, 5)
0.07455
"""

from simkit.analysis.theory.abandonment import Abandonment, erlang_a, fixed_patience
from simkit.analysis.theory.approximations import (
    allen_cunneen_approximation,
    kingman_approximation,
    kingman_bound,
)
from simkit.analysis.theory.batching import Batching, batch_waiting
from simkit.analysis.theory.bounds import ClosedBounds, closed_bounds
from simkit.analysis.theory.breakdowns import m_g_1_breakdowns
from simkit.analysis.theory.bulk_arrivals import bulk_arrivals_m_1
from simkit.analysis.theory.closed import ClosedStation, machine_repairman
from simkit.analysis.theory.delivery import (
    Redelivery,
    crash_redelivery,
    early_acknowledgement_loss,
    lease_deliveries,
    reprocessed_after_crash,
)
from simkit.analysis.theory.drain import DrainTime, m_g_1_drain
from simkit.analysis.theory.erlang import erlang_b, erlang_c
from simkit.analysis.theory.finite_room import FiniteRoom, m_m_c_k
from simkit.analysis.theory.fluid import (
    Overload,
    capacity_to_drain,
    drain_time,
    overload,
    time_until_late,
)
from simkit.analysis.theory.fork_join import fork_join_two, nelson_tantawi_approximation
from simkit.analysis.theory.infinite_server import (
    Crowd,
    m_g_infinity,
    m_g_infinity_exceeds,
    m_m_infinity_mean_after,
)
from simkit.analysis.theory.jackson import Network, Node, jackson_network, traffic
from simkit.analysis.theory.loss import Loss, m_g_c_c
from simkit.analysis.theory.mean_values import ClosedNetwork, ClosedVisit, mean_value_analysis
from simkit.analysis.theory.multi_server import (
    m_m_c,
    m_m_c_sojourn_exceeds,
    m_m_c_sojourn_percentile,
    m_m_c_wait_exceeds,
    m_m_c_wait_percentile,
)
from simkit.analysis.theory.order_statistics import (
    any_slow,
    harmonic,
    hedged_exceeds,
    mean_of_kth,
    slowest_percentile,
    variance_of_kth,
)
from simkit.analysis.theory.polling import Polling, doubling_polling, fixed_polling
from simkit.analysis.theory.priority import (
    ClassState,
    PriorityClass,
    m_g_1_preemptive,
    m_g_1_priority,
    m_m_c_priority,
)
from simkit.analysis.theory.retries import (
    RetryLoad,
    hidden_capacity,
    layered_attempts,
    recovery_time,
    retry_load,
)
from simkit.analysis.theory.retry_storm import retry_storm_approximation, retry_storm_fold
from simkit.analysis.theory.round_robin import e_k_m_1
from simkit.analysis.theory.sharing import Sharing, m_g_1_ps, m_g_1_ps_sojourn_of
from simkit.analysis.theory.single_server import (
    m_d_1,
    m_g_1,
    m_g_1_wait_variance,
    m_m_1,
    m_m_1_sojourn_exceeds,
    m_m_1_sojourn_percentile,
)
from simkit.analysis.theory.staffing import (
    halfin_whitt_approximation,
    servers_for_blocking,
    servers_for_mean_wait,
    servers_for_waiting,
)
from simkit.analysis.theory.steady import SteadyState
from simkit.analysis.theory.tandem import tandem_sojourn_exceeds, tandem_sojourn_percentile
from simkit.analysis.theory.vacations import m_g_1_setup, m_g_1_vacations

__all__ = [
    "Abandonment",
    "Batching",
    "ClassState",
    "ClosedBounds",
    "ClosedNetwork",
    "ClosedStation",
    "ClosedVisit",
    "Crowd",
    "DrainTime",
    "FiniteRoom",
    "Loss",
    "Network",
    "Node",
    "Overload",
    "Polling",
    "PriorityClass",
    "Redelivery",
    "RetryLoad",
    "Sharing",
    "SteadyState",
    "allen_cunneen_approximation",
    "any_slow",
    "batch_waiting",
    "bulk_arrivals_m_1",
    "capacity_to_drain",
    "closed_bounds",
    "crash_redelivery",
    "doubling_polling",
    "drain_time",
    "e_k_m_1",
    "early_acknowledgement_loss",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "fixed_patience",
    "fixed_polling",
    "fork_join_two",
    "halfin_whitt_approximation",
    "harmonic",
    "hedged_exceeds",
    "hidden_capacity",
    "jackson_network",
    "kingman_approximation",
    "kingman_bound",
    "layered_attempts",
    "lease_deliveries",
    "m_d_1",
    "m_g_1",
    "m_g_1_breakdowns",
    "m_g_1_drain",
    "m_g_1_preemptive",
    "m_g_1_priority",
    "m_g_1_ps",
    "m_g_1_ps_sojourn_of",
    "m_g_1_setup",
    "m_g_1_vacations",
    "m_g_1_wait_variance",
    "m_g_c_c",
    "m_g_infinity",
    "m_g_infinity_exceeds",
    "m_m_1",
    "m_m_1_sojourn_exceeds",
    "m_m_1_sojourn_percentile",
    "m_m_c",
    "m_m_c_k",
    "m_m_c_priority",
    "m_m_c_sojourn_exceeds",
    "m_m_c_sojourn_percentile",
    "m_m_c_wait_exceeds",
    "m_m_c_wait_percentile",
    "m_m_infinity_mean_after",
    "machine_repairman",
    "mean_of_kth",
    "mean_value_analysis",
    "nelson_tantawi_approximation",
    "overload",
    "recovery_time",
    "reprocessed_after_crash",
    "retry_load",
    "retry_storm_approximation",
    "retry_storm_fold",
    "servers_for_blocking",
    "servers_for_mean_wait",
    "servers_for_waiting",
    "slowest_percentile",
    "tandem_sojourn_exceeds",
    "tandem_sojourn_percentile",
    "time_until_late",
    "traffic",
    "variance_of_kth",
]
