"""Look at a page with axe-core: all rules of WCAG 2.0 to 2.2, A and AA, and its best practices."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(sys.prefix) / "javascript/node_modules/axe-core/axe.min.js"  # Makefile: .javascript
_NO_ISSUE = "no public issue found"


@dataclass(frozen=True, slots=True)
class Own:
    """Something that axe-core finds in Streamlit's own nodes.

    Attributes:
        rule: Of axe-core.
        selector: Of the nodes.
        issue: Where it has been told.
    """

    rule: str
    selector: str
    issue: str


STREAMLITS = (
    Own("list", '[data-testid="stSidebarNavItems"]', _NO_ISSUE),
    Own("listitem", '[data-testid="stSidebarNavItems"] li', _NO_ISSUE),
    Own(
        "presentation-role-conflict",
        '[data-testid="stFileUploaderDropzone"]',
        "https://github.com/streamlit/streamlit/issues/15921",  # mended by what is found here
    ),
    Own("region", "#stFloatingOverlayPortal", _NO_ISSUE),  # the tooltip of a focused button
    Own("scrollable-region-focusable", '[data-testid="stTable"] > div', _NO_ISSUE),
)

_LOOK = """async ([rules, own]) => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await axe.run(document, { resultTypes: ["violations"],
    runOnly: rules.length ? rules : tags });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html, failureSummary }) => {
    const node = document.querySelector(target[0]);
    const known = own.findIndex(([rule, selector]) => rule === id && node?.matches(selector));
    return [known, `${id}: ${html.slice(0, 200)} ${failureSummary.replace(/\\s+/g, " ")}`];
  }));
}"""
_STILL = "*, *::before, *::after {transition: none !important; animation: none !important}"


def look(page: Page, *rules: str) -> tuple[list[str], set[Own]]:
    """Return what axe-core finds: ours in words, and which of Streamlit's own.

    Args:
        page: Of a context that has axe-core as a script.
        rules: Those to try; none are all of them.
    """
    page.add_style_tag(content=_STILL)  # a colour that is on its way has no contrast yet
    own = [(one.rule, one.selector) for one in STREAMLITS]
    found = page.evaluate(_LOOK, [list(rules), own])
    return (
        [words for known, words in found if known < 0],
        {STREAMLITS[known] for known, _ in found if known >= 0},
    )
