"""The class as an experiment, on the teacher's side: ask a trial, draw what came, then theory."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.session import projector
from perceptron.config import DataConfig, TrainConfig
from perceptron.figures.trial import takeaway, trial_figure
from perceptron.lessons.trial import TRIALS, Predicted, predicted, trial_question
from perceptron.room.state import REVEALED, Asked
from perceptron.room.teaching import Teaching
from perceptron.room.wording import in_every_language
from perceptron.sharing.link import DEFAULTS, ClassLink, write_link

RATE = 0.3  # that all share where another setting is tried: with it runs come to rest
HEIGHT, HEIGHT_ALOUD = 440, 330


def ask_trial(here: Teaching, setting: str) -> None:
    """Let the class try a setting: on the phones all else is locked.

    Args:
        here: The room.
        setting: A name in `TRIALS`.
    """
    page = f"train?{urlencode(_link(setting))}"
    here.ask(*in_every_language(lambda: trial_question(setting, page)))


def _link(setting: str) -> dict[str, str]:
    locked = tuple(name for name in DEFAULTS if name not in (setting, "dataset"))
    settings = DEFAULTS if setting == "learning_rate" else {**DEFAULTS, "learning_rate": RATE}
    link = ClassLink(settings, locked=("dataset", *locked), view={"speed": "20-epochs-s"})
    return write_link(link)


def show_trial(here: Teaching, asked: Asked) -> None:
    """Draw each run as it comes; theory once it is revealed."""
    trial = TRIALS[asked.question.setting]
    votes = here.votes(asked.round).values()
    points = tuple(vote.guess for vote in votes if isinstance(vote.guess, tuple))
    theory = theory_of(trial.setting) if asked.stage in REVEALED else None
    chart(
        "trial",
        (trial.setting, points, theory is None),
        lambda: trial_figure(trial, points, theory),
        lambda: takeaway(trial, points, theory),
        height=HEIGHT_ALOUD if projector.is_on() else HEIGHT,
    )


@st.cache_resource(show_spinner=False)
def theory_of(setting: str) -> Predicted:
    """Return what theory says of a trial with the settings that its link has; once for all."""
    rate = TrainConfig().learning_rate if setting == "learning_rate" else RATE
    return predicted(setting, DataConfig(), TrainConfig(learning_rate=rate))
