"""The charts of a run on the Train page: drawn at once, and moved frame by frame."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.draw.charts import chart, send_frame, status, tells
from pages.shared.draw.layer import show_layer
from pages.shared.server.seat import in_line
from pages.shared.session import projector
from pages.shared.session.pace import Pace
from pages.shared.train.remarks import nearly_zero_in_words, tell_which_loss
from perceptron import DataConfig, Parameters, Run
from perceptron.difference import REFERENCE, Comparison, epsilon_percent
from perceptron.figures import (
    difference_figure,
    difference_traces,
    loss_figure,
    loss_traces,
    takeaways,
    weights_figure,
    weights_traces,
)
from perceptron.figures.layer import Layer, layer_of, moving_part
from perceptron.figures.style import MAX_POINTS
from perceptron.history import Curves
from perceptron.text.language import _, ngettext, pgettext
from perceptron.text.numbers import fixed, number

HEIGHT = 430
_MEASURED = MAX_POINTS // 2  # epochs of a frame and of the differences: each takes predictions
NEAR = 2  # epochs on the axis of a run that stands still in its first ones


class ChartsOfRun:
    """Draws one run.

    Args:
        run: The run.
        data: What its rows were made from; None if that does not tell all, as with a table.
        cursor: The epoch to show the parameters of; None for the newest.
        playing: Whether it trains on while it is drawn.
    """

    def __init__(
        self,
        run: Run,
        data: DataConfig | None,
        cursor: int | None = None,
        *,
        playing: bool = False,
    ) -> None:
        self.run = run
        self.cursor = cursor
        # Who goes batch by batch sees each of the first ones move on.
        near = not playing and run.steps_done and run.history.n_epochs < NEAR
        self.epochs_shown = min(NEAR, run.epochs) if near else run.epochs
        self.state = (run, run.steps_done, self.epochs_shown, cursor)
        plain = data is not None and run.at_one_rate and not run.failed
        self.shared = (data, run.current_config, *self.state[1:]) if plain else None
        self.best, self.best_name = run.best
        self.epsilon = epsilon_percent(run.dataset.x_train.dtype)

    def parameters(self) -> Mapping[str, Parameters]:
        """The parameters to show, of every model that was not refused."""
        names = self.run.history.models
        now = {name: self.run.parameters(name) for name in names}
        return now if self.cursor is None else {**now, **self.run.history.snapshot(self.cursor)}

    def differences(self) -> dict[str, list[tuple[int, Comparison]]]:
        """Each model's difference to torch, thinned."""
        return {
            name: self.run.differences(name, _MEASURED)
            for name in self.run.history.models
            if name != REFERENCE
        }

    def show_loss(self) -> None:
        """Draw the loss curves."""
        run, history = self.run, self.run.history
        chart(
            "loss",
            self.state,
            lambda: loss_figure(
                run.curves(MAX_POINTS),
                self.epochs_shown,
                run.reference_losses,
                self.cursor,
                history.batch_losses,
            ),
            lambda: loss_in_words(run.curves(MAX_POINTS)),
            height=HEIGHT,
            shared=self.shared,
        )
        tell_which_loss()

    def show_weights(self) -> None:
        """Draw the heatmaps of W and b."""
        data = self.run.dataset
        chart(
            "weights",
            self.state,
            lambda: weights_figure(
                self.parameters(), self.best, self.best_name, data.feature_names, data.target_names
            ),
            self.weights_in_words,
            height=HEIGHT,
            shared=self.shared,
        )

    def layer(self) -> Layer:
        """The layer of the model that the others are compared with, and the first row."""
        data, m = self.run.dataset, self.run.config.batch_size
        names = data.feature_names, data.target_names
        rows = data.x_train[:m], data.y_train[:m]
        models = self.parameters()
        return layer_of(*rows, models.get(REFERENCE) or next(iter(models.values())), names)

    def show_layer(self) -> None:
        """Draw the layer; it moves with the run."""
        show_layer(self.layer(), ("W",))

    def show_differences(self) -> None:
        """Draw the differences to torch."""
        run = self.run
        chart(
            "difference",
            self.state,
            lambda: difference_figure(
                self.differences(), self.epsilon, run.config.dtype, run.epochs, self.cursor
            ),
            self.differences_in_words,
            height=HEIGHT - 60,
            shared=self.shared,
        )
        if words := nearly_zero_in_words(run):
            st.caption(words)

    def weights_in_words(self) -> str:
        """The heatmaps for those who can't see them."""
        return takeaways.weights(self.parameters(), self.best, self.best_name)

    def differences_in_words(self) -> str:
        """The differences for those who can't see them."""
        said = takeaways.apart(takeaways.newest(self.differences()), " %", epsilon=self.epsilon)
        return f"{said} {nearly_zero_in_words(self.run)}".rstrip()

    def show_status(self, verdict: str = "") -> None:
        """Draw the progress, and the loss now.

        Args:
            verdict: Told after it to who hears the page; it is drawn elsewhere.
        """
        status(self.share, self.words(), self.losses(), verdict)

    def send(self, place: DeltaGenerator, pace: Pace, frame: int) -> None:
        """Send one live frame; the loss moves in each, the slower charts in some.

        Args:
            place: An `st.empty()`.
            pace: Knows the time left.
            frame: Its number, from 0.
        """
        curves = self.run.curves(_MEASURED)
        charts, layer = {"loss": loss_traces(curves, self.run.history.batch_losses)}, None
        told = {"loss": loss_in_words(curves)} if tells(frame) else {}
        if frame % 3 == 1:  # not in the first, which should come soon
            charts["weights"] = weights_traces(self.parameters(), self.best, moving=True)
            told |= {"weights": self.weights_in_words()} if tells(frame - 1) else {}
            layer = moving_part(self.layer())
        elif frame % 3 == 2:
            charts["difference"] = difference_traces(self.differences(), self.epsilon)
            told |= {"difference": self.differences_in_words()} if tells(frame - 2) else {}
        left = pace.seconds_left(self.run.steps_done)
        losses = self.losses() if frame % 3 == 0 else None
        send_frame(place, charts, self.share, self.words(left), losses, told, layer)

    def tell_line(self, place: DeltaGenerator, ahead: int | None) -> None:
        """Say beside the progress how many compute first; None when it goes on."""
        waiting = "" if ahead is None else f" · {in_line(ahead)}"
        send_frame(place, {}, self.share, self.words() + waiting)

    @property
    def share(self) -> float:
        """Progress from 0 to 1."""
        return min(1.0, self.run.steps_done / (self.run.epochs * self.run.n_batches))

    def losses(self) -> list[tuple[str, str]]:
        """The losses with the weights of now: each a number, and what it is."""
        data = self.run.dataset
        train, valid = data.losses(self.run.parameters(REFERENCE))
        on_all = ngettext(
            "loss on all {n} training row", "loss on all {n} training rows", data.n_samples
        )
        on_others = ngettext(
            "loss on {n} validation row", "loss on {n} validation rows", len(data.x_valid)
        )
        return [(number(train), on_all), (number(valid), on_others)]

    def words(self, seconds_left: float | None = None) -> str:
        """Progress in words: epoch, batch, its loss, time left, time of each model."""
        run, step = self.run, self.run.last_step
        done = run.history.n_epochs
        parts = [_("epoch {epoch} of {all}", epoch=done, all=run.epochs)]
        if run.done and done >= run.epochs:
            parts.append(pgettext("a run", "finished"))
        elif run.done:
            parts.append(pgettext("a run", "stopped"))
        if step is not None and not run.done:
            loss = number(next(iter(step.batch_mse.values())))
            at, n = step.batch + 1, step.n_batches
            parts.append(_("batch {batch} of {all}: loss {loss}", batch=at, all=n, loss=loss))
        if seconds_left is not None and not run.done:
            parts.append(_("{seconds} s left", seconds=fixed(seconds_left, 0)))
        if done and not projector.is_on():  # there its row is the picture's
            times = (f"{n} {fixed(m.seconds * 1e3, 0)} ms" for n, m in run.history.models.items())
            parts.append(_("computing: {times}", times=", ".join(times)))
        return " · ".join(parts)


def loss_in_words(models: Mapping[str, Curves]) -> str:
    """The loss chart for those who can't see it."""
    trained = takeaways.losses({n: [y for _, y in one.train] for n, one in models.items()}, "all")
    validated = {n: [y for _, y in one.valid] for n, one in models.items()}
    if not any(validated.values()):
        return trained
    of_others = takeaways.losses(validated, "held out")  # in English: a code
    return f"{trained} {of_others}"
