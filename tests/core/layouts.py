"""The same few numbers as many programs and people write them: bytes, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import nan

Numbers = Sequence[float]
X1 = [0.62, 1.24, 1.8, 2.44, 2.74, 3.42, 3.03, 3.97, 4.94, 5.15, 5.9, 11.64]
X2 = [0.62, 8.54, 9.09, 2.28, -7.36, -9.37, -1.81, 7.44, 10.18, 5.08, -4.9, -7.86]
Y1 = [7.95, 7.65, 10.86, 17.98, 25.5, 30.34, 27.2, 27.19, 30.53, 35.51, 44.55, 86.65]
POP = [float(640 + 180 * k) for k in range(12)]
THREE = {"x1": X1, "x2": X2, "y1": Y1}
WITH_POP = {"x1": X1, "x2": X2, "pop": POP, "y1": Y1}
SMALL = [(k - 500) / 1000 for k in (31, 427, 455, 114, 132, 968, 910, 372, 509, 254, 745, 890)]
TWELVE = range(12)
WHOLE = {"a": [*TWELVE], "b": [k * k % 5 for k in TWELVE], "y": [3 * k for k in TWELVE]}
SLEEP = "How many hours did you sleep last week, counting naps and the time you spent dozing, " * 2


@dataclass(frozen=True)
class Case:
    """A file and what it says.

    Attributes:
        content: Its bytes.
        columns: The numbers of each column that can be used.
        problems: Words of the reason for each that can't.
        says: Words of the notes.
        row_numbers: The column that only numbers the rows.
        doubts: Columns that the decimal sign is asked for.
    """

    content: bytes
    columns: dict[str, Numbers]
    problems: dict[str, str] = field(default_factory=dict)
    says: str = ""
    row_numbers: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def plain(value: float) -> str:
    """As most programs write a number."""
    return f"{value:.10g}"


def comma(value: float) -> str:
    """With a decimal comma."""
    return plain(value).replace(".", ",")


def grouped(mark: str, sign: str = ",", decimals: str = "") -> Callable[[float], str]:
    """With a mark between thousands; negative ones do not come."""
    return lambda value: f"{value:,.0f}".replace(",", mark) + (f"{sign}{decimals}" * bool(decimals))


def lines(
    columns: dict[str, Numbers],
    delimiter: str = ",",
    write: Callable[[float], str] = plain,
    **others: Callable[[float], str],
) -> list[str]:
    """The rows of a file, the first with the names; `others` write the columns of their names."""
    cells = [[others.get(name, write)(x) for x in xs] for name, xs in columns.items()]
    return [delimiter.join(columns), *(delimiter.join(row) for row in zip(*cells, strict=True))]


def text(rows: Sequence[str]) -> bytes:
    """The bytes of a file with these rows."""
    return ("\n".join(rows) + "\n").encode()


def changed(rows: Sequence[str], at: int, line: str) -> list[str]:
    """The rows with another one in the place of one."""
    return [*rows[:at], line, *rows[at + 1 :]]


def with_gap(word: str) -> Case:
    """The fourth of x2 is missing, said by a word."""
    rows = changed(lines(THREE), 4, f"2.44,{word},17.98")
    return Case(text(rows), THREE | {"x2": [*X2[:3], nan, *X2[4:]]})


def _numbered(head: str, first: int, quote: str = "") -> bytes:
    names, *rows = lines(THREE)
    return text([f"{head}{names}", *(f"{quote}{k}{quote},{r}" for k, r in enumerate(rows, first))])


def _renamed(names: str, rows: Sequence[str]) -> bytes:
    return text([names, *rows[1:]])


ROWS, BARE = lines(THREE), lines(THREE)[1:]
SEMI, BY_SIGN = lines(THREE, ";", comma), lines(WITH_POP, ";", comma)
NO_NAMES = {f"column {k}": xs for k, xs in enumerate(THREE.values(), 1)}
NUMBERED = {"Unnamed: 0": list(range(12)), **THREE}
TITLE = "Measurements of the class"
DATES = [f"{10 + k}/03/2024;{k:02}.00.00;{row};;" for k, row in enumerate(SEMI[1:])]
TAB = {"v": [float(500 + 250 * k) for k in range(12)], **{n: WHOLE[n] for n in ("b", "y")}}
FOUR = TAB | {"v": [float(1500 + 250 * k) for k in range(12)]}
CASES = {
    "semicolons, decimal commas, points between thousands": Case(
        text(lines(WITH_POP, ";", comma, pop=grouped("."))), WITH_POP),
    "1.234,56": Case(
        text(lines(WITH_POP, ";", comma, pop=grouped(".", decimals="50"))),
        WITH_POP | {"pop": [x + 0.5 for x in POP]}),
    "a space that does not break": Case(
        text(lines(WITH_POP, ";", comma, pop=grouped("\u00a0"))), WITH_POP),
    "a narrow space": Case(text(lines(WITH_POP, ";", comma, pop=grouped("\u202f"))), WITH_POP),
    "a plain space": Case(text(lines(WITH_POP, ";", comma, pop=grouped(" "))), WITH_POP),
    "an apostrophe": Case(text(lines(WITH_POP, ";", comma, pop=grouped("'"))), WITH_POP),
    "commas between thousands in quotes": Case(
        text(lines(WITH_POP, pop=lambda x: f'"{x:,.0f}"')), WITH_POP),
    "sep=;": Case(text(["sep=;", *BY_SIGN]), WITH_POP),
    "sep=, over two columns": Case(
        text(["sep=,", *lines({"x1": X1, "y1": Y1})]), {"x1": X1, "y1": Y1}),
    "sep=; over two columns": Case(
        text(["sep=;", *lines({"x1": X1, "y1": Y1}, ";", comma)]), {"x1": X1, "y1": Y1}),
    "quoted commas in names": Case(
        _renamed('"height, cm";"weight, kg";"age, years"', lines(THREE, ";")),
        {"height, cm": X1, "weight, kg": X2, "age, years": Y1}),
    "commas in names": Case(
        _renamed("height, cm;weight, kg;age, years, rounded", lines(THREE, ";")),
        {"height, cm": X1, "weight, kg": X2, "age, years, rounded": Y1}),
    "no names": Case(text(BARE), NO_NAMES, says="The first row holds numbers"),
    "row numbers of pandas": Case(_numbered(",", 0), NUMBERED, row_numbers=("Unnamed: 0",)),
    "row numbers of R": Case(
        _numbered('"",', 1, '"'), NUMBERED | {"Unnamed: 0": list(range(1, 13))},
        row_numbers=("Unnamed: 0",)),
    "row numbers of R without a name": Case(
        _numbered("", 1, '"'), NUMBERED | {"Unnamed: 0": list(range(1, 13))},
        row_numbers=("Unnamed: 0",)),
    "row names of R": Case(
        text([ROWS[0], *(f'"Car {k}",{row}' for k, row in enumerate(BARE))]), THREE,
        {"Unnamed: 0": "not a number in row 2"}),
    **{f"missing: {word!r}": with_gap(word) for word in (
        "na", "NA", "N/A", " n/a ", "?", "null", "None", " NaN", "-", "\u2013", "", " ", "#N/A")},
    "-999": Case(
        text(changed(ROWS, 4, "2.44,-999,17.98")), THREE | {"x2": [*X2[:3], -999, *X2[4:]]},
        says="x2: −999 (1 time) is far from all others"),
    "empty columns and rows at the end": Case(
        text([*(f"{row},," for row in ROWS), *[",,,,"] * 5]), THREE),
    "dates and times": Case(
        text(["Date;Time;x1;x2;y1;;", *DATES, *[";;;;;;"] * 6]), THREE,
        {"Date": "not a number in row 2: '10/03/2024'", "Time": "'00.00.00'"}),
    "empty rows at the end": Case(text([*ROWS, *[",,"] * 5]), THREE),
    "a title": Case(text([TITLE, "", *ROWS]), THREE, says=f"Row 1 ('{TITLE}') was taken"),
    "a title as Excel pads it": Case(text([f"{TITLE},,", *ROWS]), THREE, says=TITLE),
    "letters of an older encoding": Case(
        "größe;x2;y1\n".encode("cp1252") + text(SEMI[1:]),
        {"größe": X1, "x2": X2, "y1": Y1}, says="Windows-1252"),
    "letters of another older encoding": Case(
        "рост;x2;y1\n".encode("cp1251") + text(SEMI[1:]),
        {"ðîñò": X1, "x2": X2, "y1": Y1}, says="If names look wrong"),
    "what only Windows-1252 has": Case(
        "price in €;x2;y1\n".encode("cp1252") + text(SEMI[1:]),
        {"price in €": X1, "x2": X2, "y1": Y1}, says="Windows-1252"),
    "Unicode text of Excel": Case(
        "\r\n".join(lines(THREE, "\t", comma)).encode("utf-16"), THREE),
    "minus signs": Case(text([row.replace("-", "\u2212") for row in ROWS]), THREE),
    "quoted decimal commas between commas": Case(
        text(lines(THREE, write=lambda x: f'"{comma(x)}"')), THREE),
    "decimal commas in front": Case(
        text(lines(THREE | {"x2": SMALL}, ";", comma, x2=lambda x: comma(x).replace("0,", ","))),
        THREE | {"x2": SMALL}),
    "bars": Case(text(lines(THREE, "|", comma)), THREE),
    "a line break in a name, then no number": Case(
        text(['"x1\n(m)",x2,y1', *changed(BARE, 5, "abc,1,2")]),
        {"x2": [*X2[:5], 1, *X2[6:]], "y1": [*Y1[:5], 2, *Y1[6:]]},
        {"x1\n(m)": "not a number in row 7: 'abc'"}),
    "a long name": Case(
        _renamed(f'x1,"{SLEEP}",y1', ROWS), {"x1": X1, f"{SLEEP[:99]}…": X2, "y1": Y1},
        says="over 100 characters"),
    "letters in two parts": Case(
        text(["gro\u0308\u00dfe,b,y", *lines(WHOLE)[1:]]),
        dict(zip(("gro\u0308\u00dfe", "b", "y"), WHOLE.values(), strict=True))),
    "names of people": Case(
        text(["student,a,b,y", *(f"Ann {k},{r}" for k, r in enumerate(lines(WHOLE)[1:]))]),
        WHOLE, {"student": "not a number in row 2: 'Ann 0'"}),
    "a gap in a column": Case(
        text(["a,b,note,y", *(f"{a},{b},{'' if a == 3 else a % 5},{3 * a}"
              for a, b in zip(WHOLE["a"], WHOLE["b"], strict=True))]),
        {"a": WHOLE["a"], "b": WHOLE["b"],
         "note": [nan if k == 3 else k % 5 for k in range(12)], "y": WHOLE["y"]}),
    "750 and 1,000": Case(
        text(lines(TAB, "\t", v=lambda x: f"{x:,.0f}")), {n: TAB[n] for n in ("b", "y")},
        {"v": "1,000 in row 4 may be 1000 or 1: say whether"}, doubts=("v",)),
    "four digits each": Case(
        text(lines(FOUR, "\t", v=lambda x: f"{x:,.0f}")), {n: FOUR[n] for n in ("b", "y")},
        {"v": "1,500 in row 2 may be 1500 or 1.5"}, doubts=("v",)),
    "too small to square": Case(
        text(lines(THREE | {"y1": [x * 1e-200 for x in Y1]})), {"x1": X1, "x2": X2},
        {"y1": "too small for float64 to square"}),
    "nanoseconds": Case(
        text(["t,x1,x2,y1"]
             + [f"{17 * 10**17 + k * 10**5},{row}" for k, row in enumerate(BARE)]),
        THREE, {"t": "too little for the 16 digits of float64"}),
    "numbers beyond 2^53": Case(
        text(["id,x1,x2,y1", *(f"{2**53 + k},{row}" for k, row in enumerate(BARE))]),
        THREE, {"id": "too little for the 16 digits"}),
}  # fmt: skip
