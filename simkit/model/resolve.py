"""From the plain data of a scenario to a scenario in which nothing is left open."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simkit.errors import Problem, ScenarioError, nearest
from simkit.model.form import DesignForm, RunForm, ScenarioForm
from simkit.model.load import Burst, Bursts, Every, Load, Phases, Poisson
from simkit.model.prediction import Prediction, parse_prediction
from simkit.model.resolve_design import resolve_design
from simkit.model.scenario import Design, Run, Scenario
from simkit.model.validate import validate
from simkit.model.words import ColumnReader
from simkit.units import BadValue, time_text

HORIZON = 60 * 10**9
REPLICATIONS = 10
SEED = 1
MOST_REQUESTS = 5_000_000  # in one replication: every one is kept, about 1 kB each while it runs
ONE_DESIGN = "design"  # the name of the design of a file that has only a diagram

Columns = Mapping[tuple[str, str, str | None], tuple[int, ...]]


def resolve(document: dict[str, Any], column: ColumnReader | None = None) -> Scenario:
    """The scenario that plain data describe.

    Args:
        document: As in a scenario file, diagrams already read (`Diagram`).
        column: Reads a column of a file, for ``empirical``; what it gave is kept with the
            scenario, so that no file is read twice.

    Raises:
        ScenarioError: With every problem; their ``keys`` say where.
    """
    columns: dict[tuple[str, str, str | None], tuple[int, ...]] = {}
    form, problems = validate(document, _remembering(column, columns))
    if form is None:
        raise ScenarioError(*problems)
    # A design that could not be read takes the names that only it uses with it.
    whole = not any(problem.keys[:1] in (("designs",), ("diagram",)) for problem in problems)
    forms, missing = _designs(form)
    designs, wrong = _resolve_designs(form, forms)
    run = _run(form.run)
    problems += [*wrong, *_run_problems(run)]
    predictions: list[Prediction] = []
    if whole:
        problems += [*missing, *_unknown_names(form, forms)]
    if whole and designs and not wrong:
        problems += [*_too_many(designs, run), *_predictions(form, designs, predictions)]
    if problems:
        raise ScenarioError(*_once(problems))
    return Scenario(
        name=form.scenario or designs[0].script.diagram.arrows[0].label or "scenario",
        question=form.question or "",
        source=form.source or "",
        designs=tuple(designs),
        run=run,
        predictions=tuple(predictions),
        document=copy.deepcopy(document),
        columns=columns,
    )


def _remembering(
    column: ColumnReader | None, columns: dict[tuple[str, str, str | None], tuple[int, ...]]
) -> ColumnReader:
    """A reader that reads each column once."""

    def remember(file: str, name: str, unit: str | None) -> tuple[int, ...]:
        if (file, name, unit) not in columns:
            if column is None:
                raise BadValue(
                    f"found the file '{file}'", "a file that the scenario has read already"
                )
            columns[file, name, unit] = column(file, name, unit)
        return columns[file, name, unit]

    return remember


def _resolve_designs(
    form: ScenarioForm, forms: list[tuple[str, DesignForm, tuple[str, ...]]]
) -> tuple[list[Design], list[Problem]]:
    designs: list[Design] = []
    problems: list[Problem] = []
    for name, design_form, keys in forms:
        try:
            designs.append(resolve_design(name, design_form, form, keys))
        except ScenarioError as error:
            problems += error.problems
    return designs, problems


def _designs(
    form: ScenarioForm,
) -> tuple[list[tuple[str, DesignForm, tuple[str, ...]]], list[Problem]]:
    """Each design with its name and its path."""
    if form.diagram is not None and form.designs:
        return [], [
            Problem(
                keys=("diagram",),
                at_key=True,
                found="found 'diagram' and 'designs'",
                expected="one of them",
            )
        ]
    if form.diagram is not None:
        return [(ONE_DESIGN, DesignForm(diagram=form.diagram), ())], []
    if not form.designs:
        return [], [Problem(found="found no design", expected="'designs' or 'diagram'")]
    return [(name, one, ("designs", name)) for name, one in form.designs.items()], []


def _once(problems: list[Problem]) -> Iterator[Problem]:
    """Problems of shared numbers show in every design; tell each once."""
    seen = set()
    for problem in problems:
        mark = (problem.keys, problem.found, problem.place)
        if mark not in seen:
            seen.add(mark)
            yield problem


# ---------------------------------------------------------------------- names


def _unknown_names(
    form: ScenarioForm, forms: Sequence[tuple[str, DesignForm, tuple[str, ...]]]
) -> Iterator[Problem]:
    """Names that no diagram has."""
    diagrams = [one.diagram for _, one, _ in forms]
    layers: list[tuple[tuple[str, ...], Any, list[Any]]] = [((), form, diagrams)]
    layers += [(keys, one, [one.diagram]) for _, one, keys in forms if keys]
    for keys, said, drawn in layers:
        lifelines = {line.id for one in drawn for line in one.lifelines}
        for item in ("participants", "load"):
            for name in getattr(said, item):
                if name != "*" and not any(one.lifeline(name) for one in drawn):
                    yield Problem(
                        keys=(*keys, item, name),
                        at_key=True,
                        found=f"no participant named '{name}' is drawn",
                        expected="one of " + ", ".join(sorted(lifelines)),
                        meant=nearest(name, sorted(lifelines)),
                    )
        labels = _message_names(drawn)
        for name in said.messages:
            if name not in labels:
                plain = sorted({arrow.label for one in drawn for arrow in one.arrows})
                yield Problem(
                    keys=(*keys, "messages", name),
                    at_key=True,
                    found=f"no message named '{name}' is drawn",
                    expected="one of " + ", ".join(f"'{label}'" for label in plain),
                    meant=nearest(name, plain),
                )


def _message_names(diagrams: list[Any]) -> set[str]:
    names = set()
    for diagram in diagrams:
        label = {line.id: line.label for line in diagram.lifelines}
        for arrow in diagram.arrows:
            receiver = arrow.receiver
            names |= {arrow.label, f"{receiver}.{arrow.label}", f"{label[receiver]}.{arrow.label}"}
    return names


# ---------------------------------------------------------------------- run and predictions


def _run(form: RunForm) -> Run:
    horizon = form.horizon or HORIZON
    warm_up = horizon // 10 if form.warm_up is None else form.warm_up
    patience = horizon if form.patience is None else form.patience
    assumed = []
    if form.horizon is None:
        assumed.append(f"run.horizon: {time_text(horizon)} (not stated)")
    if form.warm_up is None:
        assumed.append(f"run.warm-up: {time_text(warm_up)}, a tenth of the horizon (not stated)")
    if form.patience is None:
        assumed.append(f"run.patience: {time_text(patience)}, as long as the horizon (not stated)")
    if form.replications is None:
        assumed.append(f"run.replications: {REPLICATIONS} (not stated)")
    if form.seed is None:
        assumed.append(f"run.seed: {SEED} (not stated)")
    return Run(
        horizon=horizon,
        warm_up=warm_up,
        patience=patience,
        replications=form.replications or REPLICATIONS,
        seed=SEED if form.seed is None else form.seed,
        assumptions=tuple(assumed),
    )


def _run_problems(run: Run) -> Iterator[Problem]:
    if run.warm_up >= run.horizon:
        yield Problem(
            keys=("run", "warm-up"),
            found=f"found {time_text(run.warm_up)}",
            expected=f"less than the horizon, {time_text(run.horizon)}",
        )


def _too_many(designs: list[Design], run: Run) -> Iterator[Problem]:
    for design in designs:
        expected = requests_before(design.load, run.horizon)
        if expected > MOST_REQUESTS:
            yield Problem(
                keys=("run", "horizon"),
                found=f"found about {expected:.3g} requests in each replication "
                f"of design '{design.name}'",
                expected=f"at most {MOST_REQUESTS:,}: a shorter horizon or a lower load",
            )
            return


def requests_before(load: Load, horizon: int) -> float:
    """How many requests to expect in ``[0, horizon)`` ns; 0 for closed users."""
    match load:
        case Poisson():
            return load.rate * horizon / 1e9
        case Every():
            return -(-horizon // load.interval)
        case Burst():
            return load.count if load.at < horizon else 0
        case Bursts():
            return sum(requests_before(burst, horizon) for burst in load.parts)
        case Phases():
            total, start = 0.0, 0
            for phase in load.parts:
                length = horizon - start if phase.duration is None else phase.duration
                total += requests_before(phase.load, max(0, min(length, horizon - start)))
                start += length
            return total
        case _:
            return 0


def _predictions(
    form: ScenarioForm, designs: list[Design], into: list[Prediction]
) -> Iterator[Problem]:
    names = {design.name: tuple(p.id for p in design.participants) for design in designs}
    for number, text in enumerate(form.predict):
        try:
            into.append(parse_prediction(text, names))
        except ScenarioError as error:
            for problem in error.problems:
                yield Problem(
                    keys=("predict", number),
                    found=problem.found,
                    expected=problem.expected,
                    meant=problem.meant,
                )
