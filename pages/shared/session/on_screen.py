"""Which run is on screen: the one that there is, or a new one from what is chosen."""

from __future__ import annotations

from dataclasses import replace

from pages.shared.session.live_run import LiveRun, player
from pages.shared.session.settings import Settings, load_data
from perceptron import Run


def current(turn: int, settings: Settings | None) -> LiveRun | None:
    """Return the session's run, after what was asked for; None if there is none.

    One is made if there is none, or if nothing would be lost; not from settings that are None.

    Raises:
        ConfigError: If the settings don't fit together.
        DataError: If a table can't be used.
    """
    here = player()
    here.grant(turn, _new_run, settings)
    live = here.live
    if settings is None or live is None:
        return live if settings is None else start(turn, settings)
    if live.settings.changes(settings):
        return live if live.run.steps_done else start(turn, settings)
    if not live.behind:
        live.run.learning_rate = settings.train.learning_rate
    live.run.epochs = max(settings.train.epochs, live.epochs_done)
    return here.show(turn, replace(live, settings=settings))


def start(turn: int, settings: Settings) -> LiveRun:
    """Put a new run from the settings on screen."""
    return player().show(turn, _new_run(settings))


def _new_run(settings: Settings) -> LiveRun:
    return LiveRun(Run(load_data(settings), settings.train), settings)
