"""How a pool serves: what is said of it, joined with what it means there."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from simkit.model.form_serving import RESIZE, AutoscaleForm, ResizeForm, ServingForm
from simkit.model.form_values import UNLIMITED
from simkit.model.said import Keys, Said
from simkit.model.serving import FIFO, PREEMPTIVE, SHARED, Autoscale, Resize, Serving
from simkit.units import time_text

ITEMS = tuple(ServingForm.model_fields)
Stated = dict[str, Any]

_NOBODY = "with unlimited workers nobody waits"
_EVENLY = "with 'discipline: shared' nobody waits"
_PROCESSORS = "with 'discipline: shared' the workers are the processors"


def _says(**values: object) -> Callable[[Stated], bool]:
    return lambda stated: any(stated.get(item) == value for item, value in values.items())


def _unlimited(stated: Stated) -> bool:
    return bool(stated.get("workers", UNLIMITED) == UNLIMITED)


_IDLE: dict[str, tuple[tuple[Callable[[Stated], bool], str], ...]] = {
    "discipline": ((lambda s: s["discipline"] != FIFO and _unlimited(s), _NOBODY),),
    "shed": ((_unlimited, _NOBODY), (_says(discipline=SHARED), _EVENLY)),
    "queue": ((_says(discipline=SHARED), _EVENLY),),
    "cpus": (
        (_says(discipline=SHARED), _PROCESSORS),
        (_says(discipline=PREEMPTIVE), "with 'discipline: preemptive' each worker has one"),
        (_says(waiting="releases"), "with 'waiting: releases' each worker has one"),
    ),
    "contention": ((_says(discipline=SHARED), _PROCESSORS),),
    "waiting": (
        (
            lambda s: s["waiting"] == "holds" and s.get("discipline") == SHARED,
            "with 'discipline: shared' who waits uses no worker",
        ),
    ),
    "autoscale": ((_unlimited, "there are unlimited workers already"),),
    "changes": ((_unlimited, "there are unlimited workers already"),),
}


def why_idle(said: Said, item: str, stated: Stated) -> str:
    """Why something that is said of a pool means nothing there; or "".

    Args:
        said: What is said of the design.
        item: What is said.
        stated: All that is said of the pool, by item.
    """
    if said.lenient and "workers" not in stated:
        stated = {**stated, "workers": 1}  # some will be found for it
    return next((why for idle, why in _IDLE.get(item, ()) if idle(stated)), "")


def serving_of(said: Said, name: str, stated: Stated, where: dict[str, Keys]) -> Serving:
    """How a pool serves.

    Args:
        said: What is said of the design, to be told what has no meaning.
        name: Id of the pool.
        stated: What is said of it, by item.
        where: Paths of that.
    """
    kept = {
        item: stated[item] for item in ITEMS if item in stated and not why_idle(said, item, stated)
    }
    if "autoscale" in kept and "changes" in kept:
        found = f"found 'changes' beside 'autoscale' for {name}"
        said.complain(where["changes"], found, "one of them", at_key=True)
        return Serving()
    if any(said.lost("participants", str(keys[-2])) for keys in where.values()):
        return Serving()  # what could not be read may be what the rest hangs on
    cpus = kept.get("cpus")
    return Serving(
        discipline=kept.get("discipline", FIFO),
        shed=kept.get("shed"),
        contention=kept.get("contention"),
        cpus=None if cpus == UNLIMITED else cpus,
        autoscale=_autoscale(said, kept, stated, where),
        resizes=_resizes(said, kept, where),
    )


def _autoscale(
    said: Said, kept: Stated, stated: Stated, where: dict[str, Keys]
) -> Autoscale | None:
    form: AutoscaleForm | None = kept.get("autoscale")
    if form is None:
        return None
    keys = where["autoscale"]
    for item, example in (("to", "20"), ("on", "backlog 10")):
        if getattr(form, item) is None:
            said.complain(keys, f"found no '{item}'", f"'{item}', as in '{item}: {example}'")
            return None
    assert form.to is not None
    assert form.on is not None
    first = stated.get("instances", 1)
    least = min(first, form.to) if form.from_ is None else form.from_
    if least > form.to:
        expected = f"at most 'to', which is {form.to:,}"
        said.complain((*keys, "from"), f"found {least:,}", expected)
    if "instances" in stated and not least <= first <= form.to:
        expected = f"from {least:,} to {form.to:,}, as 'autoscale' says"
        said.complain(where["instances"], f"found {first:,}", expected)
    if form.idle is not None and least:
        why = f"{least:,} are kept at least"
        said.weigh(True, (*keys, "idle"), "found 'idle' of 'autoscale'", why)
    return Autoscale(least=least, most=form.to, on=form.on, **dict(_more(form)))


def _more(form: AutoscaleForm) -> Iterator[tuple[str, Any]]:
    for item in ("every", "start_up", "cool_down"):
        if getattr(form, item) is not None:
            yield item, getattr(form, item)
    idle = form.cool_down if form.idle is None else form.idle
    if idle is not None:
        yield "idle", idle
    if form.step is not None:
        yield ("step" if isinstance(form.step, int) else "step_share"), form.step


def _resizes(said: Said, kept: Stated, where: dict[str, Keys]) -> tuple[Resize, ...]:
    forms: tuple[ResizeForm | None, ...] = kept.get("changes") or ()
    if "changes" in kept and not forms:
        expected = f"a list of changes such as '{RESIZE}'"
        said.complain(where["changes"], "found an empty list", expected)
    found = list(_each(said, forms, where.get("changes", ())))
    for before, one in pairwise(found):
        if one[1].at <= before[1].at:
            expected = f"a time after that of the change before, {time_text(before[1].at)}"
            said.complain((*one[0], "at"), f"found {time_text(one[1].at)}", expected)
    return tuple(resize for _, resize in found)


def _each(
    said: Said, forms: tuple[ResizeForm | None, ...], keys: Keys
) -> Iterator[tuple[Keys, Resize]]:
    for number, form in enumerate(forms):
        here = (*keys, number)
        if form is None:
            continue
        if form.at is None:
            said.complain(here, "found no 'at'", f"when, as in '{RESIZE}'")
        elif form.workers is None and form.instances is None:
            found = "found neither 'workers' nor 'instances'"
            said.complain(here, found, f"what there is from then on, as in '{RESIZE}'")
        else:
            yield here, Resize(at=form.at, workers=form.workers, instances=form.instances)
