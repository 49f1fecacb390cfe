"""A visitor without a mouse, who looks where the focus is: it can be seen, and is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import TimeoutError

from perceptron.lessons.glossary import glossary
from perceptron.room.from_lesson import Asked
from perceptron.text.numbers import number
from tools.browser import wait_until_still

FAR = 300  # presses of Tab from one control to any other of a page
NEAR = 420  # pixels from what was pressed to what then has the focus
HELD = "(node) => node === document.activeElement || node.contains(document.activeElement)"
WATCH = """
for (const kind of ["mousedown", "pointerdown", "touchstart", "mousemove"]) {
  addEventListener(kind, (event) => { window.moused ||= event.isTrusted; }, true);
}
addEventListener("DOMContentLoaded", () => {
  const style = document.createElement("style"); // a ring that fades in is there at once
  const none = "transition: none !important; animation: none !important";
  style.textContent = `*, ::before, ::after {${none}}`;
  document.head.append(style);
});
const told = (node) => [null, "::before", "::after"].map((part) => {
  const css = getComputedStyle(node, part);
  return [css.outlineStyle === "none" ? "" : css.outline, css.boxShadow, css.borderColor,
    css.backgroundColor, css.stroke, css.strokeWidth, css.opacity, css.textDecorationLine].join();
}).join(";");
const near = (node) => {
  const around = [node, ...node.children, ...(node.parentElement?.children ?? [])];
  let up = node.parentElement;
  for (let n = 0; up && n < 4; n += 1, up = up.parentElement) around.push(up);
  return around.filter((one) => one.isConnected);
};
const name = (node) => `${node.tagName.toLowerCase()} “${(node.getAttribute("aria-label")
  || node.textContent || node.id || node.className.toString()).trim().slice(0, 40)}” in ${
  node.closest('[class*="st-key-"]')?.className.match(/st-key-\\S+/)?.[0] ?? "no container"}`;
window.lookAtFocus = () => { // what looked as it looks now, with the focus elsewhere, can't be told
  const last = window.lastFocus;
  const node = document.activeElement;
  if (last && last.node !== node && last.node.isConnected
    && last.looks.every(([one, look]) => !one.isConnected || told(one) === look)) {
    (window.unseen ??= new Set()).add(last.name);
  }
  const off = !node || node === document.body;
  window.lastFocus = off ? null
    : { node, name: name(node), looks: near(node).map((one) => [one, told(one)]) };
  return off ? "" : name(node);
};
"""
PLACED = "() => ![null, document.body].includes(document.activeElement)"
PLACE = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const { left, top, right, bottom } = node.getBoundingClientRect();
  return { left, top, right, bottom, tag: node.tagName, name: window.lookAtFocus(),
    path: location.pathname };
}"""


class Keyboard:
    """Presses keys on a page, and writes down each fault of the focus.

    Args:
        page: The page, in a context in which `WATCH` runs first.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        self.faults: list[str] = []

    def reach(self, selector: str, text: str | None = None, *, back: bool = False) -> Any:
        """Press Tab until a control, or something in it, has the focus."""
        wanted = self.page.locator(f"{selector}:visible", has_text=text).first
        wanted.wait_for()
        for _ in range(FAR):
            if wanted.evaluate(HELD):
                return wanted
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            self.page.evaluate("window.lookAtFocus()")
        raise AssertionError(f"Tab never reaches {selector} {text or ''}")

    def key(self, key: str, times: int = 1) -> None:
        """Press a key where the focus is; it stays there or goes next to it."""
        before = self.page.evaluate(PLACE)
        for _ in range(times):
            self.page.keyboard.press(key)
        wait_until_still(self.page)
        with suppress(TimeoutError):  # the focus goes on once the page is drawn
            self.page.wait_for_function(PLACED, timeout=3000)
        self.look(before, key)

    def look(self, before: dict[str, Any] | None, key: str) -> None:
        """Write down where the focus is lost, or has gone far away."""
        after = self.page.evaluate(PLACE)
        where = f"{key} on {before['name'] if before else 'nothing'} at {self.page.url}"
        if after is None:
            self.faults.append(f"{where}: the focus is lost")
        elif before and after["path"] != before["path"]:
            if after["tag"] != "H1" and "TopNav" not in after["name"]:
                self.faults.append(f"{where}: on another page the focus is at {after['name']}")
        elif before and before["name"] != after["name"] and max(
            after["top"] - before["bottom"], before["top"] - after["bottom"]
        ) > NEAR:  # fmt: skip
            self.faults.append(f"{where}: the focus goes far away, to {after['name']}")

    def press(self, selector: str, text: str | None = None, key: str = "Enter") -> None:
        """Go to a control and press a key on it."""
        self.reach(selector, text)
        self.key(key)

    def type(self, selector: str, text: str, *, ending: str = "Tab") -> None:
        """Go to a field, write into it in place of what is there, and leave it by a key."""
        self.reach(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.key(ending)

    def pick(self, place: str, label: str) -> None:
        """Go to an option in a row of them by the arrow keys, and choose it."""
        self.reach(f"{place} [role=radiogroup]")
        for _ in range(FAR):
            if self.page.evaluate("document.activeElement.textContent") == label:
                break
            self.page.keyboard.press("ArrowRight")
        self.key("Space")
        self.page.locator(f"{place} [role=radio][aria-checked=true]", has_text=label).wait_for()

    def choose(self, place: str, at: int) -> None:
        """Choose an option by the arrow keys in a group of which none is chosen yet."""
        self.reach(f"{place} [data-testid=stRadio]")
        self.key("ArrowDown", at) if at else self.key("Space")
        chosen = self.page.locator(f"{place} input[type=radio]").nth(at)
        assert chosen.is_checked(), f"the arrows did not choose option {at} of {place}"

    def answer(self, place: str, options: Sequence[str], said: str | float) -> None:
        """Answer a question and commit; the verdict is there then."""
        told = ":is([data-testid=stAlertContentSuccess], [data-testid=stAlertContentError])"
        verdicts = self.page.locator(f"{place} {told}")
        before = verdicts.count()
        if options:
            self.choose(place, options.index(str(said)))
        else:
            self.type(f"{place} [data-testid=stTextInput] input", as_typed(said))
        self.press(f"{place} [data-testid=stFormSubmitButton] button", "Commit")
        verdicts.nth(before).wait_for()

    def hint(self, place: str) -> None:
        """Open the first hint of a question."""
        self.press(f"{place} button", "Hint")
        self.page.locator(f"{place} [data-testid=stAlert]").first.wait_for()

    def headed(self, title: str) -> None:
        """Wait for the title of a page."""
        self.page.locator("h1", has_text=title).wait_for(state="attached")
        wait_until_still(self.page)

    def term(self) -> bool:
        """Whether there is a term on the page: Tab reaches it, and it is explained there."""
        at = '[data-testid="stMain"] a[href^="#term-"]'
        if not self.page.locator(f"{at}:visible").count():
            return False
        address = self.reach(at).get_attribute("href").removeprefix("#term-")
        tip = self.page.locator("#lab-tip")
        tip.wait_for()
        assert next(one.meaning for one in glossary() if one.address == address) in tip.inner_text()
        return True

    def in_address(self, name: str) -> str:
        """A value that the page has written into the address."""
        return parse_qs(urlsplit(self.page.url).query)[name][0]

    def end(self) -> None:
        """No fault was seen, and no mouse was used."""
        unseen = self.page.evaluate("[...(window.unseen ?? [])]")
        assert not self.page.evaluate("window.moused ?? false"), "the test itself used a mouse"
        assert self.faults == [], "\n".join(self.faults)
        assert unseen == [], "nobody sees the focus there:\n" + "\n".join(unseen)


def as_typed(value: str | float) -> str:
    """A number as somebody types it."""
    return value if isinstance(value, str) else number(float(value), 6).replace("\u202f", "")


def wrong(asked: Asked) -> str | float:
    """An answer that a wrong rule leads to."""
    return next(value for value, _ in asked.wrong if not asked.is_right(value))
