"""What a single value of a scenario file may be: a word, a whole number, a time, a law."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from simkit.errors import nearest
from simkit.model.distribution import ENDLESS, NEVER, Distribution
from simkit.model.words import parse_distribution
from simkit.units import BadValue, parse_flow, parse_share, parse_size, parse_time, quoted

LONGEST_RUN = 3_650 * 86_400 * 10**9  # 10 years in ns: run, patience and sums stay within int64
MOST_WORKERS = 1_000_000_000
AUTO = "auto"  # where the evidence says
UNLIMITED = "unlimited"


def key_of(name: str) -> str:
    """The key of a scenario file that a field of a form stands for.

    >>> key_of("extend_every"), key_of("for_")
    ('extend-every', 'for')
    """
    return name.rstrip("_").replace("_", "-")


class Form(BaseModel):
    """Values by key, as in a scenario file, with hyphens where Python has underscores."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        alias_generator=key_of,
    )


def shown(value: object) -> str:  # noqa: PLR0911 - one for each kind of value
    """A value as an error shows it."""
    if isinstance(value, dict):
        return "found a mapping"
    if isinstance(value, (list, tuple)):
        return "found a list"
    if value is None:
        return "found nothing"
    if isinstance(value, bool):
        return f"found {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"found {value}"
    if isinstance(value, str):
        return f"found {quoted(value)}"
    return f"found a {type(value).__name__}"


def refusal(found: str, expected: str, meant: str = "") -> PydanticCustomError:
    """A validation error in our own words."""
    # Braces in a user's text would be taken for placeholders of the template.
    context = {"found": found, "expected": expected, "meant": meant}
    return PydanticCustomError("simkit", "{found}; expected {expected}", context)


def read_text(value: Any, expected: str, parse: Callable[[str], Any]) -> Any:
    """What a parser of `simkit.units` or of words reads in a text; all else is refused."""
    if not isinstance(value, str):
        extra = ", a number without a unit" if type(value) in (int, float) else ""
        raise refusal(shown(value) + extra, expected)
    try:
        return parse(value)
    except BadValue as bad:
        raise refusal(bad.found, bad.expected, bad.meant) from None


# ---------------------------------------------------------------------- words and numbers


def whole(lowest: int, highest: int, *words: str) -> Callable[[Any], int | str]:
    """A validator of whole numbers; ``words`` are accepted besides."""
    expected = f"a whole number from {lowest} to {highest:,}"
    if words:
        expected += " or " + " or ".join(words)

    def validate(value: Any) -> int | str:
        if isinstance(value, str) and value in words:
            return value
        if type(value) is not int or not lowest <= value <= highest:
            raise refusal(shown(value), expected, nearest(str(value), list(words)))
        return value

    return validate


def one_of(*words: str) -> Callable[[Any], str]:
    """A validator of a closed set of words."""

    def validate(value: Any) -> str:
        if value not in words or not isinstance(value, str):
            meant = nearest(str(value), list(words)) if isinstance(value, str) else ""
            raise refusal(shown(value), f"{', '.join(words[:-1])} or {words[-1]}", meant)
        return value

    return validate


def text(value: Any) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise refusal(shown(value), "a text")
    return value


def share(value: Any) -> float:
    """A share of a whole, in percent."""
    found: float = read_text(value, "a share such as '5 %'", parse_share)
    return found


# ---------------------------------------------------------------------- times


def time(value: Any) -> int:
    """A time in ns, no longer than a run may be."""
    found: int = read_text(value, "a time such as '2 min'", parse_time)
    if found > LONGEST_RUN:
        raise refusal(shown(value), "at most 3650 d")
    return found


def positive_time(value: Any) -> int:
    """A time in ns above 0."""
    found = time(value)
    if found == 0:
        raise refusal(shown(value), "a time above 0 s")
    return found


def time_or(
    word: str, means: int | str, otherwise: Callable[[Any], int] = time
) -> Callable[[Any], int | str]:
    """A validator of times, and of a word in place of one."""

    def validate(value: Any) -> int | str:
        if value == word and isinstance(value, str):
            return means
        meant = nearest(str(value), [word]) if isinstance(value, str) else ""
        if meant:
            raise refusal(shown(value), f"a time such as '2 min', or {word}", meant)
        return otherwise(value)

    return validate


def law(value: Any, info: ValidationInfo) -> Any:
    """A time in ns, or a law of times."""
    if isinstance(value, Distribution):
        return value
    column = info.context.get("column") if info.context else None
    expected = "a time such as '5 ms' or 'exponential 5 ms'"
    return read_text(value, expected, lambda words: parse_distribution(words, column))


def positive_law(value: Any, info: ValidationInfo) -> Any:
    """A law of times that are not all 0."""
    found = law(value, info)
    if found.is_zero:
        raise refusal(shown(value), "a time above 0 s")
    return found


def law_or_never(value: Any, info: ValidationInfo) -> Any:
    """A law of times, or ``never``."""
    if not isinstance(value, str):
        return law(value, info)
    if value.strip() == str(NEVER):
        return NEVER
    meant = nearest(value, [str(NEVER)])
    if meant:
        raise refusal(shown(value), f"a time such as '30 s', or {NEVER}", meant)
    return law(value, info)


def size(value: Any) -> int:
    """A size in bytes."""
    found: int = read_text(value, "a size such as '20 kB'", parse_size)
    return found


def flow(value: Any) -> int:
    """Bytes per second."""
    found: int = read_text(value, "a flow such as '40 MB/s'", parse_flow)
    return found


Text = Annotated[str, PlainValidator(text)]
MaybeText = Annotated[str | None, PlainValidator(text)]
MaybeLaw = Annotated[Distribution | None, PlainValidator(law)]
MaybePositiveLaw = Annotated[Distribution | None, PlainValidator(positive_law)]
MaybeLawOrNever = Annotated[Distribution | None, PlainValidator(law_or_never)]
MaybeTime = Annotated[int | None, PlainValidator(time)]
MaybePositiveTime = Annotated[int | None, PlainValidator(positive_time)]
MaybeTimeOrAuto = Annotated[int | str | None, PlainValidator(time_or(AUTO, AUTO))]
MaybeTimeOrUnlimited = Annotated[
    int | None, PlainValidator(time_or(UNLIMITED, ENDLESS, positive_time))
]
MaybeSize = Annotated[int | None, PlainValidator(size)]
MaybeFlow = Annotated[int | None, PlainValidator(flow)]
MaybeShare = Annotated[float | None, PlainValidator(share)]
