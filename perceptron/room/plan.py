"""The plan of a lesson: what is asked and shown, in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from perceptron.room.state import RoomState
from perceptron.text.language import _

QUESTION, PAGE, TRIAL, TEST = KINDS = ("question", "page", "trial", "test")
MAX_STEPS = 60


class PlanError(ValueError):
    """Something that is no plan, or no longer one. The message names the rule and the remedy."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is asked or shown.

    Attributes:
        kind: One of `KINDS`.
        what: A question's name, a page with its settings as in `train?samples=50`, the setting
            that each student chooses in a trial, or the part of the short test.
        minute: When; None if that is left open.
        note: What the teacher wants to remember.
        twin: Whether it is the twin of the question.
        title: What lists call it.
        name: What a room calls it.
    """

    kind: str
    what: str
    minute: int | None = None
    note: str = ""
    twin: bool = False
    title: str = ""
    name: str = ""

    @property
    def page(self) -> str:
        """Of a page, its name without settings; else empty."""
        return self.what.partition("?")[0] if self.kind == PAGE else ""

    def is_now(self, state: RoomState) -> bool:
        """Whether a room is asked or shown this, with whatever settings."""
        if self.kind == PAGE:
            return self.page == state.page.partition("?")[0]
        return self.name == state.on


@dataclass(frozen=True, slots=True)
class Plan:
    """A title and steps.

    Attributes:
        title: Of the lesson.
        steps: In their order.
    """

    title: str
    steps: tuple[Step, ...]

    def now(self, state: RoomState, near: int = 0) -> int | None:
        """Which step a room is at, None for none; of several, the one nearest to `near`.

        A twin that has no step of its own belongs to its question's: the wall may ask it.
        """
        at = [k for k, step in enumerate(self.steps) if step.is_now(state)]
        if not at and (asked := state.on.partition("~")[0]):
            at = [k for k, step in enumerate(self.steps) if step.what == asked]
        return min(at, key=lambda k: abs(k - near), default=None)

    def moved(self, k: int, by: int) -> Plan:
        """The same with a step further up or down; at either end it stays."""
        steps = list(self.steps)
        steps.insert(min(max(k + by, 0), len(steps) - 1), steps.pop(k))
        return replace(self, steps=tuple(steps))

    def without(self, k: int) -> Plan:
        """The same without a step."""
        return replace(self, steps=self.steps[:k] + self.steps[k + 1 :])

    def with_step(self, step: Step, k: int | None = None) -> Plan:
        """The same with another step: in the place of one, or at the end.

        Raises:
            PlanError: If there are too many.
        """
        steps = (*self.steps, step) if k is None else (*self.steps[:k], step, *self.steps[k + 1 :])
        if len(steps) > MAX_STEPS:
            raise PlanError(_("A plan has at most {n} steps. Take one out first.", n=MAX_STEPS))
        return replace(self, steps=steps)
