"""YAML without its traps: every value is what it looks like, or is refused at its place."""

import pytest

from simkit.errors import ScenarioError
from simkit.formats.nodes import DEEPEST, read_yaml, scalar


def data(text: str) -> object:
    found, _, problems = read_yaml(text, "n.yaml")
    assert not problems
    return found


def told(text: str) -> list[str]:
    try:
        problems = read_yaml(text, "n.yaml")[2]
    except ScenarioError as error:
        problems = list(error.problems)
    return [str(problem).split("\n")[0].removeprefix("n.yaml:") for problem in problems]


@pytest.mark.parametrize(
    "word",
    [
        "yes",
        "Yes",
        "no",
        "on",
        "off",
        "True",
        "NULL",
        "Null",
        "12:30",
        "1:30:00",
        "0x10",
        "0o17",
        "010",
        "0b1",
        "1_000",
        "+5",
        ".5",
        "5.",
        ".inf",
        "-.inf",
        ".nan",
        "inf",
        "nan",
        "1e999",
        "2001-01-01",
        "2001-12-14t21:59:43.10-05:00",
        "=",
        "9" * 41,
        "5 ms",
        "80/s",
        "a:b",
        "-",
    ],
)
def test_what_only_yaml_takes_for_a_value_stays_a_word(word: str) -> None:
    assert scalar(word) == word
    if word not in ("=", "-"):
        assert data(f"{word}: {word}") == {word: word}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("60", 60),
        ("-7", -7),
        ("1e-4", 1e-4),
        ("1E3", 1000.0),
        ("0.5", 0.5),
        ("9223372036854775807", 2**63 - 1),
        ("true", True),
        ("false", False),
        ("", None),
        ("~", None),
        ("null", None),
    ],
)
def test_numbers_truth_and_nothing_are_those_of_json(word: str, value: object) -> None:
    found = scalar(word)
    assert (found, type(found)) == (value, type(value))


def test_what_stands_in_quotes_is_text() -> None:
    text = "a: '5'\nb: \"true\"\nc: ''\nd: |\n  7\ne: >\n  null\n'6': x\n"
    assert data(text) == {"a": "5", "b": "true", "c": "", "d": "7\n", "e": "null\n", "6": "x"}


def test_a_key_twice_is_refused_on_every_level() -> None:
    assert told("a: 1\nb: {c: 1, 'c': 2}\n? a\n: 3\n") == [
        "2:11: b.c: found the key 'c' again, first on line 2; expected each key once",
        "3:3: a: found the key 'a' again, first on line 1; expected each key once",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: !!int 5", ["1:4: a: found the tag '!!int'; expected the value itself, written out"]),
        ("a: ! 5", ["1:4: a: found the tag '!'; expected the value itself, written out"]),
        ("!!str a: 5", ["1:1: found the tag '!!str'; expected the key itself, written out"]),
        ("!!map {a: 5}", ["1:1: found the tag '!!map'; expected the value itself, written out"]),
        (
            "a: !!python/object/apply:os.system [ls]",
            [
                "1:4: a: found the tag '!!python/object/apply:os.system'; expected the value "
                "itself, written out"
            ],
        ),
        ("a: &x 5", ["1:4: a: found the anchor '&x'; expected the value itself, written out"]),
        ("&x a: 5", ["1:1: found the anchor '&x'; expected the key itself, written out"]),
        (
            "a: &x [5]\nb: *x\nc: *x",
            [
                "1:4: a: found the anchor '&x'; expected the value itself, written out",
                "2:4: b: found the alias '*x'; expected the value itself, written out",
                "3:4: c: found the alias '*x'; expected the value itself, written out",
            ],
        ),
        (
            "a: &x 5\nb: &x 5",
            ["2:4: found an anchor again; expected the values, written out"],
        ),
        ("a: *x", ["1:4: a: found the alias '*x'; expected the value itself, written out"]),
        ("<<: {a: 5}", ["1:1: found the merge key '<<'; expected the values, written out"]),
        ("{a: 5}: 5", ["1:1: found a list or a mapping as a key; expected a word"]),
        ('"a\\tb": 5', ["1:1: found the character '\\t' in a key; expected words on one line"]),
    ],
)
def test_tags_anchors_aliases_and_merges_are_refused(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_aliases_cannot_grow_without_end() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert all("the alias" in line or "the anchor" in line for line in told("\n".join(lines)))
    assert told("a: &x [*x]") == [
        "1:4: a: found the anchor '&x'; expected the value itself, written out"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: found no mapping; expected keys such as 'designs' and 'load'"),
        ("# a\n\n- a\n", "3:1: found no mapping; expected keys such as 'designs' and 'load'"),
        ("a: 1\n---\nb: 2\n", "2:1: found a second document; expected one document"),
        (
            "  a: 1\nb: 2\n",
            "2:1: found more after the end of the document; expected all keys at the same "
            "indentation",
        ),
        (
            "a:\n  b: 1\n   c: 2\n",
            "3:5: found ':' where no key can stand; expected a ':' after each key, and quotes "
            "around a text that has ': ' in it",
        ),
        (
            "a:\n  - b\n  c: 2\n",
            "3:3: found a key that does not fit in here; expected the indentation of the lines "
            "above",
        ),
        ("a: {b: 1", "1:9: found the end of the file; expected ',' or '}'"),
        ("a: [b", "1:6: found the end of the file; expected ',' or ']'"),
        ("a: {b: ]}", "1:8: found ']'; expected a value"),
        ("a: 'b\n", "1:4: found no end of a text in quotes; expected a closing quote"),
        ("a: b\nc\nd: e\n", "2:1: found a key without ':'; expected a ':' after each key"),
        ("a:\n\tb: 1\n", "2:1: found a tab; expected spaces"),
        (
            "a: @b",
            "1:4: found '@' at the beginning of a value; expected quotes around a text that "
            "begins with it",
        ),
        (
            'a: "\\q"',
            "1:6: found the escape 'q'; expected single quotes, in which a backslash is itself",
        ),
        (
            'a: "\\UFFFFFFFF"',
            "1:7: found an escape that is no character; expected one up to \\U0010FFFF",
        ),
        ("a: b\x00", "1:5: found the character '\\x00'; expected text that can be seen"),
        ("a: b\r\rc: \x1b", "3:4: found the character '\\x1b'; expected text that can be seen"),
        ("a: b\u2028c: d", "1:5: found the character '\\u2028'; expected text that can be seen"),
        ("a: \ud800", "1:4: found the character '\\ud800'; expected text that can be seen"),
        ('a: "\\ud800"', "1:4: a: found the character '\\ud800'; expected text that can be seen"),
        (
            'a: ["\\e[31m"]',
            "1:5: a[0]: found the character '\\x1b'; expected text that can be seen",
        ),
    ],
)
def test_what_is_no_yaml_is_told_in_plain_words(text: str, expected: str) -> None:
    assert told(text) == [expected]


def test_nesting_has_an_end() -> None:
    assert told("a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)) == []
    for many in (DEEPEST + 1, 100_000):
        assert told("a: " + "[" * many) == [
            f"1:{DEEPEST + 4}: found too many levels of nesting; expected at most {DEEPEST}"
        ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_are_the_same_with_all_line_ends(end: str) -> None:
    text = "a: 1\nb:\n  - c: |\n\n      x\n        y\n".replace("\n", end)
    found, source, _ = read_yaml(text, "n.yaml")
    assert found == {"a": 1, "b": [{"c": "\nx\n  y\n"}]}
    assert str(source.locate(("b", 0, "c"), at_key=True)) == "n.yaml:3:5"
    place = source.inside(("b", 0, "c"), 3, 3)
    assert (str(place), place.source) == ("n.yaml:6:9", "        y")


@pytest.mark.parametrize(
    ("header", "indent", "lead"),
    [("|", 2, 0), ("|-", 2, 0), ("|+", 4, 0), ("|2", 2, 3), ("|1-", 1, 1), ("| # why", 2, 0)],
)
def test_a_place_inside_a_block_counts_its_indentation(header: str, indent: int, lead: int) -> None:
    blank = " " * indent
    text = f"a: {header}\n{blank}{' ' * lead}one\n{blank}two\n"
    found, source, _ = read_yaml(text, "n.yaml")
    lines = str(found["a"]).split("\n")
    assert [line.strip() for line in lines[:2]] == ["one", "two"]
    for number, word in ((1, "one"), (2, "two")):
        place = source.inside(("a",), number, lines[number - 1].index(word) + 1)
        assert place.source[place.column - 1 :] == word
