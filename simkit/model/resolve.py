"""From the plain data of a scenario to a scenario in which nothing is left open."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from simkit.errors import Problem, ScenarioError, path_text
from simkit.model.form import DesignForm, RunForm, ScenarioForm
from simkit.model.form_values import AUTO
from simkit.model.load import Burst, Bursts, Counts, Load, Modulated, Trace
from simkit.model.metric import Participants
from simkit.model.prediction import Prediction, parse_prediction
from simkit.model.resolve_design import Resolved, resolve_design
from simkit.model.resolve_names import Forms, Names, names_of, unknown_names
from simkit.model.scenario import Column, Design, Run, Scenario
from simkit.model.validate import validate
from simkit.model.words import Cells, ColumnReader
from simkit.units import time_text

HORIZON = 60 * 10**9
FOUND = "found before the runs, where their times have settled down (MSER-5)"
REPLICATIONS = 10
SEED = 1
MOST_REQUESTS = 1_000_000  # in one replication: each takes about 4 kB while it is open
ONE_DESIGN = "design"  # the name of the design of a file that has only a diagram

Keys = tuple[str | int, ...]


def resolve(document: dict[str, Any], column: ColumnReader | None = None) -> Scenario:
    """The scenario that plain data describe.

    Args:
        document: As in a scenario file, diagrams already read (`Diagram`).
        column: Reads a column of a file, for ``empirical``; what it gave is kept with the
            scenario, so that no file is read twice.

    Raises:
        ScenarioError: With every problem; their ``keys`` say where.
    """
    columns: dict[Column, tuple[int, ...]] = {}
    reader = _remembering(column, columns) if column else None
    form, problems = validate(document, reader)
    if form is None:
        raise ScenarioError(*problems)
    unread = frozenset(_unread(problems))
    forms, wrong = _designs(form, unread)
    problems += wrong
    designs, wrong = _resolve_designs(form, forms, unread)
    run = _run(form.run, designs)
    predictions: list[Prediction] = []
    drawn = names_of(form, forms, designs)
    unknown = list(unknown_names(form, forms, drawn, _texts_unread(document, forms)))
    # What nobody knows plays no part either.
    problems += [one for one in wrong if one.keys not in {told.keys for told in unknown}]
    problems += unknown
    if not any(keys[:1] == ("run",) for keys in unread):
        problems += [*_run_problems(form.run, run), *_too_many(designs, forms, run)]
    problems += _predictions(form, _participants(document, drawn), designs, predictions)
    if problems:
        raise ScenarioError(*_once(problems))
    assert len(designs) == len(forms)
    return Scenario(
        name=form.scenario or designs[0].script.lines[0].label or "scenario",
        question=form.question or "",
        source=form.source or "",
        designs=tuple(designs),
        run=run,
        predictions=tuple(predictions),
        document=copy.deepcopy(document),
        columns=columns,
    )


def _remembering(column: ColumnReader, columns: dict[Column, tuple[int, ...]]) -> ColumnReader:
    """A reader that reads each column once."""

    def remember(
        file: str, name: str, unit: str | None, cells: Cells = "times", /
    ) -> tuple[int, ...]:
        if (file, name, unit, cells) not in columns:
            columns[file, name, unit, cells] = column(file, name, unit, cells)
        return columns[file, name, unit, cells]

    return remember


def _unread(problems: list[Problem]) -> Iterator[Keys]:
    """Paths of what was said and could not be read: nobody should ask for it again."""
    for problem in problems:
        yield problem.keys
        if problem.at_key and problem.meant:
            yield (*problem.keys[:-1], problem.meant)


def _resolve_designs(
    form: ScenarioForm, forms: Forms, unread: frozenset[Keys]
) -> tuple[list[Design], list[Problem]]:
    resolved: list[Resolved] = []
    problems: list[Problem] = []
    for name, design_form, keys in forms:
        try:
            resolved.append(resolve_design(name, design_form, form, keys, unread))
        except ScenarioError as error:
            problems += error.problems
    used: frozenset[Keys] = frozenset().union(*(one.used for one in resolved))
    if not problems:  # else what seems to be of no use may be used where nobody could look
        problems += [told for one in resolved for told in one.idle if told.keys not in used]
    return [_with_notes(one) for one in resolved], problems


def _with_notes(resolved: Resolved) -> Design:
    """What is said of all designs and plays no part in this one is pointed out."""
    notes = tuple(
        f"{path_text(idle.keys)} plays no part here: {idle.expected.removeprefix('none: ')}"
        for idle in resolved.idle
    )
    return replace(resolved.design, warnings=resolved.design.warnings + notes)


def _designs(form: ScenarioForm, unread: frozenset[Keys]) -> tuple[Forms, list[Problem]]:
    """Each design with its name and its path."""
    if form.diagram is not None and form.designs:
        both = Problem(
            keys=("diagram",),
            at_key=True,
            found="found 'diagram' and 'designs'",
            expected="one of them",
        )
        return [], [both]
    if form.diagram is not None:
        return [(ONE_DESIGN, DesignForm(diagram=form.diagram), ())], []
    if not form.designs and not any(keys[:1] in (("designs",), ("diagram",)) for keys in unread):
        return [], [Problem(found="found no design", expected="'designs' or 'diagram'")]
    forms: Forms = []
    problems: list[Problem] = []
    for name, one in form.designs.items():
        told = list(_undrawn(("designs", name), one))
        problems += told
        if not told:
            forms.append((name, one, ("designs", name)))
    return forms, problems


def _undrawn(keys: Keys, form: DesignForm) -> Iterator[Problem]:
    """A design has one diagram, or several under 'journeys'."""
    expected = "a Mermaid sequence diagram or graph under it"
    if form.diagram is not None and form.journeys:
        found = "found 'diagram' and 'journeys'"
        yield Problem(keys=(*keys, "journeys"), at_key=True, found=found, expected="one of them")
    elif form.diagram is None and not form.journeys:
        yield Problem(keys=keys, found="found no 'diagram'", expected=expected)
    for name, journey in form.journeys.items():
        if journey.diagram is None:
            here = (*keys, "journeys", name)
            yield Problem(keys=here, found="found no 'diagram'", expected=expected)


def _once(problems: list[Problem]) -> Iterator[Problem]:
    """Problems of shared numbers show in every design; tell each once, and none that follows."""
    unread = set(_unread(problems))
    wrong_load = any(keys[-2:-1] == ("load",) for keys in unread)
    seen = set()
    for problem in problems:
        mark = (problem.keys, problem.found, problem.place)
        follows = (problem.found.startswith("found no load") and wrong_load) or (
            problem.found == "found no 'diagram'"
            and any(
                (*problem.keys, item) == keys[: len(problem.keys) + 1]
                for keys in unread
                for item in ("diagram", "journeys")
            )
        )
        if mark not in seen and not follows:
            seen.add(mark)
            yield problem


# ---------------------------------------------------------------------- names


def _texts_unread(document: dict[str, Any], forms: Forms) -> list[object]:
    """What stands in place of the diagrams that could not be read."""
    designs = document.get("designs")
    found = [document["diagram"]] if not forms and "diagram" in document else []
    if isinstance(designs, dict):
        read = {name for name, _, _ in forms}
        unread = [design for name, design in designs.items() if name not in read]
        return found + [one.get("diagram") if isinstance(one, dict) else one for one in unread]
    return found


# ---------------------------------------------------------------------- run and predictions


def _run(form: RunForm, designs: list[Design]) -> Run:
    horizon = form.horizon or HORIZON
    warm_up, why = _warm_up(form, designs, horizon)
    patience = horizon if form.patience is None else form.patience
    assumed = []
    if form.horizon is None:
        assumed.append(f"run.horizon: {time_text(horizon)} (not stated)")
    if form.warm_up is None:
        assumed.append(f"run.warm-up: {why} (not stated)")
    if form.patience is None:
        assumed.append(f"run.patience: {time_text(patience)}, as long as the horizon (not stated)")
    if form.replications is None:
        assumed.append(f"run.replications: {REPLICATIONS} (not stated)")
    if form.seed is None:
        assumed.append(f"run.seed: {SEED} (not stated)")
    assumed += _beyond(designs, horizon)
    return Run(
        horizon=horizon,
        warm_up=warm_up,
        finds_warm_up=why == FOUND,
        patience=patience,
        replications=form.replications or REPLICATIONS,
        seed=SEED if form.seed is None else form.seed,
        assumptions=tuple(assumed),
    )


def _beyond(designs: list[Design], horizon: int) -> list[str]:
    """What was recorded beyond the horizon."""
    found: dict[str, None] = {}
    for load in (source.load for design in designs for source in design.sources):
        if isinstance(load, Trace | Counts):
            whole = load.expected(load.ends + 1)
            late = whole - load.expected(horizon)
            what = load.file or "a trace"
            if late:
                text = f"run.horizon: {late:,.0f} of the {whole:,.0f} requests of {what}"
                found[f"{text} come after it, and are not measured"] = None
    return list(found)


def _warm_up(form: RunForm, designs: list[Design], horizon: int) -> tuple[int, str]:
    """How long the warm-up is, and why; until it has been found, a tenth of the horizon."""
    if isinstance(form.warm_up, int):
        return form.warm_up, ""
    loads = [source.load for design in designs for source in design.sources]
    if all(isinstance(load, Burst | Bursts) for load in loads):
        return 0, "0 s, as requests come in bursts"  # no beginning to be left out
    if not all(load.settles for load in loads):
        return horizon // 10, f"{time_text(horizon // 10)}, a tenth of the horizon"
    return horizon // 10, FOUND


def _run_problems(form: RunForm, run: Run) -> Iterator[Problem]:
    if form.warm_up == AUTO and not run.finds_warm_up:
        yield Problem(
            keys=("run", "warm-up"),
            found=f"found {AUTO}, with a load that changes over time and never settles down",
            expected="a time such as '0 s'",
        )
    if run.warm_up >= run.horizon:
        yield Problem(
            keys=("run", "warm-up"),
            found=f"found {time_text(run.warm_up)}",
            expected=f"less than the horizon, {time_text(run.horizon)}",
        )


def _too_many(designs: list[Design], forms: Forms, run: Run) -> Iterator[Problem]:
    told = set()
    own = {name: (*keys, "load") for name, one, keys in forms if one.load}
    for design in designs:
        expected = sum(requests_before(source.load, run.horizon) for source in design.sources)
        keys = own.get(design.name, ("load",))
        yield from _too_restless(design, keys, run)
        if expected > MOST_REQUESTS and keys not in told:
            told.add(keys)
            yield Problem(
                keys=keys,
                found=f"found about {expected:,.0f} requests in each replication "
                f"of design '{design.name}'",
                expected=f"at most {MOST_REQUESTS:,}: a lower load or a shorter horizon",
            )


def _too_restless(design: Design, keys: Keys, run: Run) -> Iterator[Problem]:
    """A rate that changes so often that following it would take longer than the requests."""
    for source in design.sources:
        load, end = source.load, run.horizon + run.patience
        if isinstance(load, Modulated) and load.changes(end) > MOST_REQUESTS:
            yield Problem(
                keys=keys,
                found=f"found a rate of {source.client} that changes about "
                f"{load.changes(end):,.0f} times in each replication of design '{design.name}'",
                expected=f"at most {MOST_REQUESTS:,} times: longer states or a shorter horizon",
            )


def requests_before(load: Load, horizon: int) -> float:
    """How many requests to expect in ``[0, horizon)`` ns; of users, one each."""
    return load.expected(horizon)


def _participants(document: dict[str, Any], drawn: dict[str, Names]) -> Participants:
    """The participants of each design; None where its diagram could not be read."""
    names: dict[str, tuple[str, ...] | None] = {}
    if isinstance(document.get("designs"), dict):
        names = dict.fromkeys(document["designs"])
    names |= {name: tuple(of.ids) for name, of in drawn.items()}
    return names or {ONE_DESIGN: None}


def _predictions(
    form: ScenarioForm, names: Participants, designs: list[Design], into: list[Prediction]
) -> Iterator[Problem]:
    journeys = {design.name: design.journeys for design in designs if len(design.journeys) > 1}
    for number, text in enumerate(form.predict):
        if text is None:
            continue
        try:
            into.append(parse_prediction(text, names, journeys))
        except ScenarioError as error:
            for problem in error.problems:
                yield Problem(
                    keys=("predict", number),
                    found=problem.found,
                    expected=problem.expected,
                    meant=problem.meant,
                )
