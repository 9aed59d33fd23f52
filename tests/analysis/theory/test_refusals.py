"""Every argument of every formula is held against its range."""

from collections.abc import Callable
from inspect import signature
from math import inf, nan
from typing import Any

import pytest

from simkit.analysis import theory as th

MANY: dict[str, Any] = {"arrival_rate": 3.0, "service_time": 1.0, "servers": 4}
ONE: dict[str, Any] = {"arrival_rate": 0.5, "service_time": 1.0}
GENERAL = {**ONE, "service_cv": 1.0}
BOTH = {**ONE, "arrival_cv": 1.0, "service_cv": 1.0}
RETRY = {"arrival_rate": 1.0, "failure": 0.5, "attempts": 3}
STORM = {"service_time": 0.1, "timeout": 1.0, "retries": 1}
FLUID = {"duration": 1.0, "arrival_rate": 2.0, "capacity": 1.0}
AFTER = {"arrival_rate_after": 1.0, "capacity_after": 2.0}
CLOSED = {"users": 5, "think_time": 1.0}
FORMULAS: list[tuple[Callable[..., object], dict[str, Any]]] = [
    (th.erlang_b, {"servers": 4, "load": 3.0}),
    (th.erlang_c, {"servers": 4, "load": 3.0}),
    (th.m_g_c_c, MANY),
    (th.m_m_c, MANY),
    (th.m_m_c_wait_exceeds, {**MANY, "time": 1.0}),
    (th.m_m_c_wait_percentile, {**MANY, "share": 0.5}),
    (th.m_m_c_sojourn_exceeds, {**MANY, "time": 1.0}),
    (th.m_m_c_sojourn_percentile, {**MANY, "share": 0.5}),
    (th.m_m_c_k, {**MANY, "room": 9}),
    (th.erlang_a, {**MANY, "patience": 1.0}),
    (th.fixed_patience, {**MANY, "patience": 1.0}),
    (th.servers_for_blocking, {"load": 3.0, "blocking": 0.1}),
    (th.servers_for_waiting, {"load": 3.0, "waiting_probability": 0.1}),
    (th.servers_for_mean_wait, {**ONE, "mean_wait": 0.1}),
    (th.halfin_whitt_approximation, {"excess": 1.0}),
    (th.m_g_infinity, ONE),
    (th.m_g_infinity_exceeds, {**ONE, "count": 3}),
    (th.m_m_infinity_mean_after, {**ONE, "time": 1.0}),
    (th.m_m_1, ONE),
    (th.m_m_1_sojourn_exceeds, {**ONE, "time": 1.0}),
    (th.m_m_1_sojourn_percentile, {**ONE, "share": 0.5}),
    (th.m_d_1, ONE),
    (th.m_g_1, GENERAL),
    (th.m_g_1_wait_variance, {**GENERAL, "service_skewness": 2.0}),
    (th.kingman_approximation, BOTH),
    (th.kingman_bound, BOTH),
    (th.allen_cunneen_approximation, {**BOTH, "servers": 4}),
    (th.e_k_m_1, {**ONE, "stages": 4}),
    (th.bulk_arrivals_m_1, {"batch_rate": 0.1, "batch_size": 3, "service_time": 1.0}),
    (th.m_g_1_vacations, {**GENERAL, "vacation": 1.0, "vacation_cv": 1.0}),
    (th.m_g_1_setup, {**GENERAL, "setup": 1.0, "setup_cv": 1.0}),
    (
        th.m_g_1_breakdowns,
        {**GENERAL, "failure_rate": 0.1, "repair_time": 1.0, "repair_cv": 1.0},
    ),
    (th.m_g_1_ps, ONE),
    (th.m_g_1_ps_sojourn_of, {**ONE, "work": 1.0}),
    (th.m_g_1_drain, {**GENERAL, "backlog": 3}),
    (th.PriorityClass, GENERAL),
    (th.m_m_c_priority, {"service_time": 1.0, "servers": 4, "arrival_rates": [1.0]}),
    (th.machine_repairman, {**CLOSED, "service_time": 1.0, "servers": 2}),
    (th.closed_bounds, {**CLOSED, "demands": [1.0]}),
    (th.mean_value_analysis, {**CLOSED, "demands": [1.0]}),
    (th.tandem_sojourn_exceeds, {"time": 1.0, "arrival_rate": 0.5, "service_times": [1.0]}),
    (th.tandem_sojourn_percentile, {"share": 0.5, "arrival_rate": 0.5, "service_times": [1.0]}),
    (th.fork_join_two, ONE),
    (th.nelson_tantawi_approximation, {**ONE, "branches": 3}),
    (th.harmonic, {"number": 3}),
    (th.mean_of_kth, {"mean": 1.0, "branches": 3, "needed": 2}),
    (th.variance_of_kth, {"mean": 1.0, "branches": 3, "needed": 2}),
    (th.slowest_percentile, {"share": 0.5, "mean": 1.0, "branches": 3}),
    (th.any_slow, {"slow": 0.5, "branches": 3}),
    (th.hedged_exceeds, {"time": 1.0, "delay": 0.5, "exceeds": lambda time: 0.5}),
    (th.overload, {**FLUID, **AFTER}),
    (th.drain_time, {"backlog": 1.0, "arrival_rate": 1.0, "capacity": 2.0}),
    (th.capacity_to_drain, {"backlog": 1.0, "arrival_rate": 1.0, "time": 1.0}),
    (th.time_until_late, {"deadline": 1.0, "arrival_rate": 2.0, "capacity": 1.0}),
    (th.batch_waiting, {"arrival_rate": 1.0, "largest": 3, "linger": 1.0}),
    (th.fixed_polling, {"period": 1.0, "completion_time": 1.0}),
    (th.doubling_polling, {"first_period": 1.0, "completion_time": 1.0}),
    (th.retry_load, {**RETRY, "budget": 0.1}),
    (th.layered_attempts, {"attempts": 3, "layers": 2}),
    (th.hidden_capacity, {"capacity": 1.0, "retries": 1}),
    (
        th.recovery_time,
        {"backlog": 9.0, "arrival_rate": 1.0, "capacity": 3.0, "timeout": 1.0, "retries": 1},
    ),
    (th.retry_storm_approximation, {**STORM, "arrival_rate": 6.0}),
    (th.retry_storm_fold, STORM),
    (th.crash_redelivery, {"service_time": 1.0, "crash_rate": 0.1, "detection_time": 1.0}),
    (th.lease_deliveries, {"service_time": 1.0, "lease": 1.0}),
    (th.early_acknowledgement_loss, {"service_time": 1.0, "crash_rate": 0.1, "buffered": 3}),
    (th.reprocessed_after_crash, {"rate": 1.0, "commit_interval": 1.0}),
]
MAY_BE_ENDLESS = {("batch_waiting", "linger"), ("retry_load", "budget")}
NUMBERS = [
    pytest.param(formula, arguments, name, id=f"{formula.__name__}-{name}")
    for formula, arguments in FORMULAS
    for name, value in arguments.items()
    if isinstance(value, int | float) and name != "service_skewness"  # of which any is a number
]
WHOLE = [
    pytest.param(formula, arguments, name, id=f"{formula.__name__}-{name}")
    for formula, arguments in FORMULAS
    for name, value in arguments.items()
    if isinstance(value, int)
]


def test_every_formula_is_here() -> None:
    """But the two of a matrix, those of a list of classes, and the results."""
    named = {formula.__name__ for formula, _ in FORMULAS}
    public = {name for name in th.__all__ if name[0].islower()}
    assert public - named == {
        "jackson_network",
        "traffic",
        "m_g_1_priority",
        "m_g_1_preemptive",
    }


@pytest.mark.parametrize(
    ("formula", "arguments"), FORMULAS, ids=lambda x: getattr(x, "__name__", "")
)
def test_arguments_are_named_and_make_sense(
    formula: Callable[..., object], arguments: dict[str, Any]
) -> None:
    if formula is not th.harmonic:
        kinds = {one.kind.name for one in signature(formula).parameters.values()}
        assert kinds == {"KEYWORD_ONLY"}
    formula(**arguments)


@pytest.mark.parametrize(("formula", "arguments", "name"), NUMBERS)
def test_what_is_no_number_in_range_is_refused(
    formula: Callable[..., object], arguments: dict[str, Any], name: str
) -> None:
    for value in (nan, inf, -inf, -1):
        if value == inf and (formula.__name__, name) in MAY_BE_ENDLESS:
            formula(**{**arguments, name: value})
        else:
            with pytest.raises(ValueError, match=f"^{name} must be "):
                formula(**{**arguments, name: value})


@pytest.mark.parametrize(("formula", "arguments", "name"), WHOLE)
def test_parts_of_things_are_refused(
    formula: Callable[..., object], arguments: dict[str, Any], name: str
) -> None:
    for value in (2.5, "3", True):
        with pytest.raises(ValueError, match=f"^{name} must be a whole number from "):
            formula(**{**arguments, name: value})
