"""The cases of the contract that the compiled engine refuses, by its reason.

`tests.engine.test_compiled` holds these lists against the engine, so that no case falls out
unnoticed. ``python -m tests.engine.refused`` prints what they have to say.
"""

# What a scenario that is drawn at random may be refused for: regular expressions.
MAY_BE_REFUSED: tuple[str, ...] = ()
REFUSED_PATTERNS: dict[str, str] = {}
REFUSED: dict[str, tuple[str, ...]] = {}


def _print() -> None:
    """Print what the lists have to say."""
    from tests.engine.test_compiled import refused_now, refused_patterns  # noqa: PLC0415

    print("REFUSED_PATTERNS: dict[str, str] = {")  # noqa: T201
    for name, why in refused_patterns().items():
        print(f"    {name!r}: {why!r},")  # noqa: T201
    print("}\nREFUSED: dict[str, tuple[str, ...]] = {")  # noqa: T201
    for why, names in refused_now().items():
        print(f"    {why!r}: (")  # noqa: T201
        for name in names:
            print(f"        {name!r},")  # noqa: T201
        print("    ),")  # noqa: T201
    print("}")  # noqa: T201


if __name__ == "__main__":
    _print()
