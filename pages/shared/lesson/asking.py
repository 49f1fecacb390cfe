"""One question of a session: committed to, kept by the browser, asked again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.shared.session.memory import memory
from pages.shared.session.remembered import ANSWER
from perceptron.text.escape import in_markdown
from perceptron.text.language import N_, _

FIRST = N_("Choose or type an answer first; a wrong guess teaches more than none.")
ASKED = "asked"
Fits = Callable[[Any], bool]


@dataclass(eq=False)
class Question:
    """What a session keeps of a question.

    Attributes:
        name: Unique in the app.
        state: What the right answer depends on.
        round: How often the question was new.
        guess: What was committed to; None before.
        refused: Why the last try to commit locked nothing.
        stage: How far the answer is revealed, where that is done by steps.
        kept_of: What the browser keeps the guess of; empty if it keeps none.
        before: Guess and stage that were taken away by asking again; None if they were not.
        hints: How many hints were asked for.
        twins: How many questions of the same kind were asked for.
        is_new: Whether the guess was committed to just now, and nothing was noted of it.
    """

    name: str
    state: Hashable
    round: int = 1
    guess: Any = None
    refused: str = ""
    stage: str = ASKED
    kept_of: str = ""
    before: tuple[Any, str] | None = None
    hints: int = 0
    twins: int = 0
    is_new: bool = False

    @property
    def key(self) -> str:
        """Of the widget that takes the guess."""
        return f"ask-{self.name}-{self.round}"

    def commit(self, guess: Any) -> None:
        """Lock the first guess; a click that comes late changes nothing."""
        if self.guess is None:
            self.guess, self.is_new = guess, True
            self._keep()

    def ask_hint(self) -> None:
        """Show one more hint."""
        self.hints += 1

    def open_twin(self) -> None:
        """Ask one more question of the same kind."""
        self.twins += 1
        self._keep()

    def reveal(self, stage: str) -> None:
        """Go to a later stage."""
        self.stage = stage
        self._keep()

    def ask_again(self) -> None:
        """Take guess and answer away, here and in the browser, so that it can be asked anew."""
        self.before = (self.guess, self.stage)
        self.guess, self.refused, self.stage, self.hints = None, "", ASKED, 0
        self.round += 1  # with a control that holds nothing yet
        memory().delete(f"{ANSWER}{self.name}")

    def undo(self) -> None:
        """Bring back what asking again took away, if nothing has been committed to since."""
        if self.before is None or self.guess is not None:
            return
        (self.guess, self.stage), self.before = self.before, None
        self.round -= 1
        self._keep()

    @property
    def is_asked_again(self) -> bool:
        """Whether asking again can be undone."""
        return self.before is not None and self.guess is None and self.stage == ASKED

    def _keep(self) -> None:
        """Let the browser keep the guess for the next visit."""
        if self.kept_of and self.guess is not None:
            kept = {"of": self.kept_of, "guess": self.guess, "stage": self.stage}
            if self.twins:
                kept["twins"] = self.twins  # else a reload would drop one that is open
            memory().put(f"{ANSWER}{self.name}", json.dumps(kept))

    def recall(self, fits: Fits) -> None:
        """Take the guess that the browser has kept, once, if it was at this very question."""
        kept = memory().answers.get(self.name)
        if kept is None or kept["of"] != self.kept_of:
            return
        del memory().answers[self.name]
        guess = kept["guess"]
        guess = tuple(guess) if isinstance(guess, list) else guess
        if fits(guess):
            self.guess, self.stage, self.twins = guess, kept["stage"], kept.get("twins", 0)

    def commit_chosen(self, read: Callable[[Any], Any] | None = None) -> None:
        """Lock what the widget holds, or keep in `refused` why there is nothing to lock.

        Args:
            read: Makes the guess of it; raises a `ValueError` that says what is wrong.
        """
        chosen = st.session_state.get(self.key)
        self.refused = _(FIRST) if chosen is None or chosen == "" else ""
        if self.refused:
            return
        try:
            self.commit(read(chosen) if read else chosen)
        except ValueError as error:
            self.refused = str(error)

    def tell_refused(self) -> None:
        """Say why the last try to commit locked nothing."""
        if self.refused:
            st.warning(in_markdown(self.refused), icon=":material/edit:")

    def take(
        self,
        widget: Callable[..., object],
        prompt: str,
        *args: Any,
        read: Callable[[Any], Any] | None = None,
        **more: Any,
    ) -> Any:
        """Show a widget and the button that commits; return the guess, None before there is one.

        A tap alone locks nothing. What was answered is for `show_options` to show.

        Args:
            widget: As `st.radio`.
            prompt: The question.
            args: For the widget.
            read: Makes the guess of what the widget holds.
            more: For the widget.
        """
        if self.guess is None:
            with st.form(f"form-{self.key}", border=False):
                widget(prompt, *args, key=self.key, **more)
                st.form_submit_button(
                    _("Commit"),
                    key=f"commit-{self.key}",
                    icon=":material/lock:",
                    on_click=self.commit_chosen,
                    args=(read,),
                )
            self.tell_refused()
            offer_undo(self, self.undo)
        return self.guess


def question(
    name: str, state: Hashable = None, fits: Fits | None = None, of: Hashable = None
) -> Question:
    """Return the session's question of a name; a new one when the state is.

    Args:
        name: Unique in the app.
        state: What the right answer depends on. Its `repr` must be the same in the next visit,
            if the browser is to keep the guess.
        fits: Tells whether something can be a guess at it; None if the browser keeps none.
        of: What the browser knows the question by; None for the state. It is told a digest of it,
            so this must not hold an answer that the visitor is not told.
    """
    known: dict[str, Question] = st.session_state.setdefault("questions", {})
    last = known.get(name)
    if last is None or last.state != state:
        last = known[name] = Question(name, state, last.round + 1 if last else 1)
        if fits:
            known_by = repr(state if of is None else of).encode()
            last.kept_of = hashlib.blake2s(known_by, digest_size=8).hexdigest()
            last.recall(fits)
    return last


def offer_again(one: Question, action: Callable[[], None]) -> None:
    """Offer to ask a question again that has been answered, as for the next class."""
    st.button(
        _("Ask again"),
        key=f"again-{one.key}",
        icon=":material/restart_alt:",
        type="tertiary",
        help=_("Takes the guess and the answer away, here and in this browser. It can be undone."),
        on_click=action,
    )


def offer_undo(one: Question, action: Callable[[], None]) -> None:
    """Offer to have guess and answer back, right after the question was asked again."""
    if one.is_asked_again:
        st.button(
            _("Undo: show the answer again"),
            key=f"undo-{one.key}",
            icon=":material/undo:",
            type="tertiary",
            on_click=action,
        )
