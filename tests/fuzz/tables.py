"""Tables that have been sent on purpose; large ones are made when they are needed."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import Any

from tests.hostile import TABLE

Case = tuple[str, Any, str]  # what it is, what is sent, a part of what must be said
ROWS = b"".join(b"%d,%d\n" % (i, i * i % 7) for i in range(20))


def archive() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("t.csv", b"a,b\n" + b"1,2\n" * 5_000_000)
    return whole.getvalue()


def table(*cells: str) -> bytes:
    """Twenty rows whose third column begins with these cells."""
    column = [*cells, *map(str, range(len(cells), 20))]
    rows = (f"{i},{i * i % 7},{cell}" for i, cell in enumerate(column))
    return ("a,b,c\n" + "\n".join(rows)).encode()


def wide(n_columns: int, n_rows: int) -> bytes:
    header = b",".join(b"c%d" % i for i in range(n_columns))
    two_rows = b"".join(b",".join([digit] * n_columns) + b"\n" for digit in (b"1", b"2"))
    return header + b"\n" + two_rows * (n_rows // 2)


CSVS: list[Case] = [
    ("a good table", b"a,b\n" + ROWS, ""),
    ("nothing", b"", "is empty"),
    ("a byte order mark alone", b"\xef\xbb\xbf", "is empty"),
    ("a byte order mark and a table", b"\xef\xbb\xbfa,b\n" + ROWS, ""),
    ("utf-16", ("a,b\n" + ROWS.decode()).encode("utf-16"), ""),
    ("utf-8 cut in a letter", "ä,b\n".encode()[:1] + b",b\n" + ROWS, ""),
    ("latin-1", "größe,b\n".encode("latin-1") + ROWS, ""),
    ("ends of old Macs", b"a,b\r" + ROWS.replace(b"\n", b"\r"), ""),
    ("ends of Windows", b"a,b\r\n" + ROWS.replace(b"\n", b"\r\n"), ""),
    ("binary", bytes(range(256)) * 40, "is not text"),
    ("a zip archive", archive, "is not text"),
    ("gzip", lambda: gzip.compress(b"a,b\n" + b"1,2\n" * 5_000_000), "is not text"),
    ("an open quote", b'a,b\n"1,2\n' + ROWS, "never closed"),
    ("a quote too many", b'a,b\n1,"2""\n' + ROWS, "can't be read"),
    ("line breaks in a name", b'"a\nb",c\n' + ROWS, ""),
    ("names twice", b"a,a\n" + ROWS, ""),
    ("no names", b",\n" + ROWS, ""),
    ("a name like a made one", b"a,a,a.1\n" + ROWS.replace(b"\n", b",1\n"), "constant"),
    ("hostile names", TABLE.encode(), ""),
    ("a name without end", b"a" * 5000 + b",b\n" + ROWS, ""),
    ("a cell without end", b"a,b\n1," + b"9" * 200_000 + b"\n" + ROWS, "field limit"),
    ("formulas", table("=1+1", '"=HYPERLINK(""http://192.0.2.1"")"'), "not a number"),
    ("formulas with @", table("@SUM(1+1)"), "not a number"),
    ("missing values", table("", "NaN", "nan", "NA", "NULL", "n/a"), ""),
    ("infinities", table("inf", "-Infinity"), "infinite"),
    ("1e308", table("1e308", "-1e308"), "beyond 10³⁰"),
    ("beyond a float", table("1e999"), "infinite"),
    ("400 digits", table("9" * 400), "infinite"),
    ("the smallest numbers", table("5e-324", "-5e-324"), ""),
    ("numbers near the largest", table("1e30", "-1e30", "9e29"), ""),
    ("beyond 64 bits", table(str(2**64), str(-(2**63) - 1), str(10**30)), ""),
    ("hexadecimal", table("0x10"), "not a number"),
    ("digits of another script", table("१"), "not a number"),
    ("truths", table("True", "False"), "not a number"),
    ("dates", table("2026-11-24"), "not a number"),
    ("complex numbers", table("1+2j"), "not a number"),
    ("a row too long", b"a,b\n1,2,3\n" + ROWS, "Row 2"),
    ("one column", b"a\n" + b"1\n" * 20, "only one column"),
    ("two rows", b"a,b\n1,2\n2,1\n", "at least 10 rows"),
    ("201 columns", lambda: wide(201, 20), "200 columns"),
    ("10 000 columns", lambda: wide(10_000, 20), "200 columns"),
    ("5 million columns", lambda: b"a" + b"," * 5_000_000 + b"\n", "200 columns"),
    ("a row of 5 million values", lambda: b"a,b\n" + b"1," * 4_900_000, "200 columns"),
    ("a quoted comma 9 million times", lambda: b'a,b\n1,"' + b"," * 9_000_000 + b'"', "columns"),
    ("100 001 rows", lambda: b"a,b\n" + b"1,2\n" * 100_001, "100000 rows"),
    ("10 MB of rows", lambda: b"a,b\n" + b"1,2\n" * 2_400_000, "100000 rows"),
    ("10 MB of line breaks", lambda: b"a,b\n" + b"\n" * 9_900_000, "100000 rows"),
    ("10 MB of quotes", lambda: b"a,b\n" + b'"' * 9_900_000, "field limit"),
    ("10 MB of values", lambda: wide(50, 98_000), "1000000 values"),
    ("as many values as are read", lambda: wide(10, 99_990), ""),
    ("more than 10 MB", lambda: b"1" * 10_000_001, "at most 10 MB"),
]
