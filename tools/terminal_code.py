"""A QR code for the terminal: two rows of it in one of letters, dark on white in any theme."""

from __future__ import annotations

import segno

BORDER = 4  # squares of quiet around it, as the standard asks
COLOURS, PLAIN = "\x1b[38;5;16;48;5;231m", "\x1b[0m"  # black on white, whatever the theme
_BLOCKS = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}  # upper and lower square, 1 is dark


def code_lines(text: str, *, colours: bool = True) -> list[str]:
    """Draw a QR code.

    Args:
        text: What a phone reads.
        colours: Whether the terminal takes them. Without, what is not written counts as dark, as on
            most terminals it is.

    >>> len(code_lines("http://192.0.2.7:8501/join"))
    17
    """
    code = segno.make(text, error="l", micro=False)
    rows = [[int(bool(dark)) for dark in row] for row in code.matrix_iter(border=BORDER)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))  # one more row of quiet
    lines = []
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        if colours:
            blocks = "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
            lines.append(f"{COLOURS}{blocks}{PLAIN}")
        else:
            pairs = zip(upper, lower, strict=True)
            lines.append("".join(_BLOCKS[1 - above, 1 - below] for above, below in pairs))
    return lines
