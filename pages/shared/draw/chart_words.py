"""The words that a chart has in a browser: what stands beside it, its table, and its tools."""

from __future__ import annotations

from typing import Any

from perceptron.text.language import N_, _, pgettext, spoken

_PLOTLYS = (  # of the tools that we show, and its hints
    N_("Zoom"),
    N_("Pan"),
    N_("Reset axes"),
    N_("Double-click to zoom back out"),
    N_("Double-click on legend to isolate one trace"),
)


def chart_words() -> dict[str, Any]:
    """Return them in the language spoken here; `plotly` has Plotly's own by its English ones."""
    return {
        "language": spoken(),
        "lost": _("This chart's program could not be loaded. Reload the page."),
        "noLibrary": _("The chart library could not be loaded."),
        "noTable": _("The table could not be loaded. Reload the page."),
        "data": pgettext("the numbers of a chart", "Data"),
        "picture": _("Picture"),
        "dataOf": pgettext("the numbers of a chart", "{title}: data"),
        "png": _("Save this picture as {format}", format="PNG"),
        "svg": _("Save this picture as {format}", format="SVG"),
        "finger": _("Zoom by finger: on or off"),
        "rows": _("one in {stride} of {length} rows"),
        "columns": _("one in {stride} of {length} columns"),
        "point": pgettext("head of a column", "point"),
        "height": pgettext("head of a column", "height"),
        "value": pgettext("head of a column", "value"),
        "at": pgettext("head of a column", "at"),
        "row": pgettext("head of a column", "row"),
        "line": pgettext("head of a column: a line in a chart", "line"),
        "plotly": {words: _(words) for words in _PLOTLYS},
    }
