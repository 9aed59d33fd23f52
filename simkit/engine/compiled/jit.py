"""What turns functions into machine code, and memory into plain addresses.

With ``NUMBA_DISABLE_JIT=1`` everything here is plain Python, and runs as slowly as it reads.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from numba import config, njit, types
from numba.extending import intrinsic

Function = TypeVar("Function", bound=Callable[..., Any])

if TYPE_CHECKING or config.DISABLE_JIT:

    def pointer(memory: Any) -> Any:
        """The memory itself."""
        return memory

    def expect(memory: Any, place: int) -> None:
        """Nothing."""

    def machine(function: Function) -> Function:
        """Plain Python."""
        return function

    def compiled(function: Function) -> Function:
        """Plain Python."""
        return function

else:
    from llvmlite import ir
    from numba.core import cgutils
    from numba.np.arrayobj import make_array

    @intrinsic
    def pointer(typing: Any, memory: Any) -> Any:
        """Where the numbers of an array are: one word instead of seven, and no index from the end.

        Whoever reads beyond the array is not told so: the driver keeps room.
        """

        def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            return make_array(signature.args[0])(context, builder, values[0]).data

        return types.CPointer(types.int64)(types.Array(types.int64, 1, "C")), generate

    @intrinsic
    def expect(typing: Any, memory: Any, place: Any) -> Any:
        """Have the processor bring a line of memory near, if it exists: it will be read soon."""

        def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            number = ir.IntType(32)
            where = builder.bitcast(builder.gep(values[0], [values[1]]), cgutils.voidptr_t)
            kind = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, number, number, number])
            bring = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
            builder.call(bring, [where, number(0), number(3), number(1)])
            return context.get_dummy_value()

        return types.void(types.CPointer(types.int64), types.int64), generate

    from simkit.engine.compiled.linking import part

    def machine(function: Function) -> Function:
        """A part of the machine."""
        made = njit(
            nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True
        )(function)
        return part(made)  # type: ignore[no-any-return]

    def compiled(function: Function) -> Function:
        """What the driver calls; its machine code is kept for the next time."""
        made = njit(nogil=True, error_model="numpy", cache=True)(function)
        return made  # type: ignore[no-any-return]
