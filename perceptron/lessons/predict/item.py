"""One item of Predict, then reveal, and the configs of its run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from perceptron.config import ConfigError, DataConfig, TrainConfig, did_you_mean, quoted
from perceptron.lessons.predict.measures import GIVEN, MEASURES, Answer
from perceptron.room.question import CHOICE, NUMBER
from perceptron.text.language import _

Settings = tuple[tuple[str, Any], ...]  # by name, those that differ from the defaults
_DATA = {f.name for f in fields(DataConfig)}
_TRAIN = {f.name for f in fields(TrainConfig)}


@dataclass(frozen=True, slots=True)
class Item:
    """One question whose answer is measured in a run, or given by its author.

    Attributes:
        name: Short, unique; stands in links and in summary codes.
        question: What is asked.
        measure: What is measured, a name in `MEASURES`; or `GIVEN`.
        why: The reason, shown last; '{answer}' in it becomes the measured answer, '{rule}' the
            limit of the learning rate with the run's batches, in words.
        title: What the list of questions calls it, without the answer; empty takes the name.
        unit: What a number counts, as in 'batches'; empty for none.
        options: For a choice: the words on screen by the answers that they stand for.
        tolerance: For a number: how far off still counts as right, in its own unit.
        tolerance_percent: The same, in percent of the answer.
        factor: For a curve: how many times too high or too low still counts as right.
        epochs: For a curve: after how many epochs its points are set; 0 is the start.
        run: Settings of the run that differ from the defaults.
        other: The same of a second run, for measures that compare two; None without one.
        answer: Of a given one: an option or a number; None where a run answers.
        misconceptions: What a student may have thought, by wrong option, or by wrong number as
            text.
        hints: Two, of which the second says more; none if there are none.
        page: The name of the page that explains it; empty for none.
        twin: The same kind of question with other data, so with another answer where there can
            be one: to be asked alone, after the class has talked. None without one.
        ours: Whether the app's own file has it, so that the catalogs have its words.
        source: The same in English, of one whose words are in another language; else None.
    """

    name: str
    question: str
    measure: str
    why: str
    title: str = ""
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    tolerance: float = 0.0
    tolerance_percent: float = 0.0
    factor: float = 3.0
    epochs: tuple[int, ...] = ()
    run: Settings = ()
    other: Settings | None = None
    answer: str | float | None = None
    misconceptions: tuple[tuple[str, str], ...] = ()
    hints: tuple[str, ...] = field(default=(), repr=False)  # browsers keep guesses by the rest
    page: str = field(default="", repr=False)
    twin: Item | None = None
    ours: bool = field(default=False, repr=False, compare=False)
    source: Item | None = field(default=None, repr=False, compare=False)

    @property
    def identity(self) -> Item:
        """What tells it from other items, in whatever language it is asked."""
        return self.source or self

    @property
    def given(self) -> bool:
        """Whether its author gives the answer, and no run."""
        return self.measure == GIVEN

    @property
    def kind(self) -> str:
        """How it is answered: by a choice, a number or a curve."""
        if self.given:
            return CHOICE if isinstance(self.answer, str) else NUMBER
        return MEASURES[self.measure].kind

    @property
    def rows(self) -> str:
        """Which rows the loss of a curve is of, in words."""
        valid = self.measure.startswith("valid")
        return _("validation rows") if valid else _("all training rows")

    def allowed(self, answer: Answer | None) -> float:
        """How far off a number still counts as right, in its own unit."""
        share = abs(answer) if isinstance(answer, float) else 0.0
        return max(self.tolerance, self.tolerance_percent / 100 * share)


def configs(settings: Mapping[str, Any]) -> tuple[DataConfig, TrainConfig]:
    """Make the configs of a run from the settings that differ from the defaults.

    Raises:
        ConfigError: If a name is unknown or a value out of bounds.
    """
    for name in settings:
        if name not in _DATA | _TRAIN:
            near = did_you_mean(name, _DATA | _TRAIN)
            raise ConfigError(_("{name} is no setting of a run.", name=quoted(name)) + near)
    return (
        DataConfig(**{name: value for name, value in settings.items() if name in _DATA}),
        TrainConfig(**{name: value for name, value in settings.items() if name in _TRAIN}),
    )
