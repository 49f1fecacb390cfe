"""Names that try to be more than names, and a table that has them."""

from __future__ import annotations

FAR = "http://192.0.2.1"  # an address reserved for examples: nobody answers
PICTURE, LINK = f"![p]({FAR}/p.png)", f"[l]({FAR}/l)"
NAMES = (
    f"{PICTURE} {LINK} {FAR}/b www.example.net a@b.example",
    f"<b>bold</b> <img src={FAR}/i onerror=x> <a href='{FAR}/a'>a</a>",
    "**b** _i_ `c` $x^2$ :red[r] :material/home: ~~s~~ | t | &lt;",
    "%{x} %{customdata} <br> {fullData.name} </script>",
    "=1+1",
    "# head",
)
ROWS = "\n".join(
    ",".join(str((i * (j + 2) + j) % (7 + j)) for j in range(len(NAMES))) for i in range(24)
)
TABLE = ",".join(f'"{name}"' for name in NAMES) + "\n" + ROWS
