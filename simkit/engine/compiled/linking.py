"""How the parts of the machine become machine code: all of them at once.

Numba makes machine code of each function by itself, with all that it calls optimised anew within
it; of the machine, some 500 functions that call each other, that takes minutes. Here each part is
only translated; they are linked, optimised and made code when the whole is. It is done by two
methods of numba's that are its own affair: where they are not as they were in `KNOWN`, parts are
compiled as numba does it, with the same result, later.
"""

import weakref
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import Any

from numba.core.codegen import CPUCodeLibrary, JITCPUCodegen
from numba.core.types import unliteral

# What most designs have no use for, and what is seldom done: it is put out of the way of the rest.
SELDOM = (
    *("blocks", "deciding", "forks", "learning", "lists", "options", "strands", "trials"),
    *("blows", "broker_deaths", "dying", "failing", "faulty", "partitions"),
    *("cancelling", "choices", "quitting", "redelivery", "looking", "windows"),
    *("interruption", "pacing", "scaling", "serving"),
)
KNOWN = ("0.61", "0.62", "0.63", "0.64", "0.65", "0.66", "0.67", "0.68")
IS_KNOWN = version("numba").startswith(tuple(f"{one}." for one in KNOWN))

_finalize = CPUCodeLibrary.finalize
_set_env = JITCPUCodegen.set_env
_inside = 0  # how many parts are being compiled, one for another; numba's lock is held


def _finalize_once(library: Any) -> None:
    """A part waits for the whole; the whole is linked with all that its parts need."""
    if _inside:
        library._raise_if_finalized()
        library._finalize_dynamic_globals()
        library._final_module._CPUCodeLibrary__library = weakref.proxy(library)
        library._finalized = True
        return
    library._linking_libraries = _needed(library)
    library._optimize_final_module = partial(_optimize, library)
    _finalize(library)  # type: ignore[no-untyped-call]


def _optimize(library: Any) -> None:
    """Optimise the whole: nobody but itself calls its parts, so they need not keep to any form.

    LLVM then sees that no part ever fails, and drops what is told and asked of it at each call.
    """
    seldom = [f"8compiled{len(name)}{name}" for name in SELDOM]  # as parts are called in the whole
    for function in library._final_module.functions:
        if not function.is_declaration and function.linkage.name == "linkonce_odr":
            function.linkage = "internal"
            if any(name in function.name for name in seldom):
                function.add_function_attribute("cold")
    del library._optimize_final_module
    library._optimize_final_module()


def _needed(library: Any) -> list[Any]:
    """All that a library is made of, whoever needs something before what he needs.

    LLVM links what somebody needs already, and drops everything else.
    """
    seen: set[int] = set()
    done: list[Any] = []
    left = [(one, False) for one in library._linking_libraries]
    while left:
        one, is_done = left.pop()
        if is_done:
            done.append(one)
        elif id(one) not in seen:
            seen.add(id(one))
            left.append((one, True))
            left += [(other, False) for other in one._linking_libraries]
    return done[::-1]


def _set_env_once(codegen: Any, name: str, env: Any) -> None:
    """Parts have no code of their own yet that could look for its environment, and need none."""
    if not _inside:
        _set_env(codegen, name, env)  # type: ignore[no-untyped-call]


def part(dispatcher: Any) -> Any:
    """Have a function compiled with the whole that it is a part of."""
    if not IS_KNOWN:
        return dispatcher
    CPUCodeLibrary.finalize = _finalize_once  # type: ignore[method-assign]
    JITCPUCodegen.set_env = _set_env_once  # type: ignore[method-assign]
    plain: Callable[[Any], Any] = dispatcher.compile

    def compile_part(signature: Any) -> Any:
        global _inside  # noqa: PLW0603 - numba compiles one function at a time
        _inside += 1
        try:
            # A number that is written in the call makes no part of its own.
            return plain(tuple(unliteral(one) for one in signature))  # type: ignore[no-untyped-call]
        finally:
            _inside -= 1

    dispatcher.compile = compile_part
    return dispatcher
