"""What a page says to eyes and ears, and which of its words were never in a catalog."""

from __future__ import annotations

import re
from typing import Any

# All that is read or heard: text, what fields hold before anything is typed, names for screen
# readers. Left out: code, formulas, icons (their letters are their names), and Streamlit's own.
SAID = """() => {
  const aside = ["script", "style", "noscript", "code", "pre", ".katex", ".rc-overflow",
    "[data-testid=stIconMaterial]", "[data-testid=stHeaderLogo]", "textarea",
    "[data-testid=stFileUploaderDropzone]", '[href="#main-content"]',
    "[data-testid=InputInstructions]", "[data-testid=stSelectboxVirtualDropdown]", ".modebar",
    "[data-testid=stDataFrame]", "[data-testid=stStatusWidget]", "[data-testid=stSidebarHeader]",
    ".lab-copy input", ".st-key-lab_heard", "[translate=no]"].join();
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.parentElement.closest(aside)) continue;
    if (node.data.trim()) said.push(["text", node.data.trim()]);
  }
  for (const name of ["aria-label", "placeholder", "alt", "title", "aria-valuetext"]) {
    for (const node of document.querySelectorAll(`[${name}]`)) {
      if (!node.closest(aside)) said.push([name, node.getAttribute(name)]);
    }
  }
  for (const node of document.querySelectorAll("input[role=combobox]")) {
    if (!node.closest(aside)) said.push(["chosen", node.value]);
  }
  said.push(["title of the tab", document.title]);
  return said;
}"""
# Words of the page that nobody can read to their end, since what holds them is too narrow. What can
# be scrolled is read all the same, and charts and formulas see to themselves.
CUT = """() => {
  const aside = [".lab-unseen", ".katex", "[data-testid=stIconMaterial]", "svg", ".modebar",
    ".js-plotly-plot", "[data-testid=stDataFrame]"].join();
  const main = document.querySelector("[data-testid=stMain]");
  const hides = (node, right) => {
    for (let one = node; one && one !== main; one = one.parentElement) {
      const { overflowX } = getComputedStyle(one), box = one.getBoundingClientRect();
      if (["auto", "scroll"].includes(overflowX)) return false;
      const isCut = box.width > 2 && right > box.right + 1.5;
      if (["hidden", "clip"].includes(overflowX) && isCut) return true;
    }
    return false;
  };
  const cut = [], walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!node.data.trim() || node.parentElement.closest(aside)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const seen = [...range.getClientRects()].filter((box) => box.width);
    if (seen.some((box) => hides(node.parentElement, box.right))) cut.push(node.data.trim());
  }
  return cut;
}"""
STREAMLITS = re.compile(
    "Skip to main content$|App pages$|Expand sidebar$|Close$|Help for |Shortcut |Open$|Sidebar$"
    "|Navigate to home page|Copy to clipboard|Choose an option|Fullscreen: |Link to heading"
    "|Scroll tabs|progress$|Dismiss$|Decrement$|Increment$"
)
WORD = re.compile(r"(?<![\w./&?=@-])[A-Za-z]{3,}(?![\w./=@-])")
# Names, and what a machine reads: the same in every language.
NAMES = {
    "Perceptron", "Lab", "PyTorch", "torch", "einsum", "scratch", "autograd", "Python", "Jupyter",
    "Colab", "CSV", "JSON", "PNG", "SVG", "TOML", "UTF", "MSE", "MAPE", "Linnerud", "cpu", "numpy",
    "synthetic", "KiB", "MiB", "GiB", "Xxx", "English", "scikit", "learn", "Space", "Tab", "Enter",
    "xl", "xt", "xh", "float", "inf", "nan",
}  # fmt: skip


def english(page: Any, also: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    """The words of a page that no catalog has had.

    Args:
        page: In a language whose letters are not English ones.
        also: Names that belong there too.
    """
    found = []
    for kind, text in page.evaluate(SAID):
        if STREAMLITS.match(text):
            continue
        if words := [one for one in WORD.findall(text) if one not in NAMES | also]:
            found.append(f"{kind}: {text[:120]!r} has {words[:6]}")
    return sorted(set(found))
