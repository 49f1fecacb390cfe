"""What a run is after its epochs: one loss for every picture, and how far its models are apart.

The loss is that of all rows, with the weights as they are after the epoch, measured from the
kept parameters when somebody looks. The mean of the batches' losses, which the notebook
prints, lets each batch count alike and uses weights that still move: it can lie below the
least loss that there is on all rows, so it has no place beside that line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perceptron.data.dataset import Dataset
from perceptron.difference import REFERENCE, Comparison, compare
from perceptron.gradients import predict
from perceptron.history.history import START, History
from perceptron.history.thinning import thin

Points = Sequence[tuple[int, float]]
"""(epochs trained, loss)."""


@dataclass(frozen=True, slots=True)
class Curves:
    """A model's losses for pictures, by the number of epochs trained.

    Attributes:
        train: MSE over all training rows, with the weights after that many epochs; 0 is the
            common start.
        valid: The same over the validation rows, from 1 epoch on.
        of_batches: Whether `train` is the mean over each epoch's batches instead, because the
            document of an older run has nothing else.
    """

    train: Points
    valid: Points
    of_batches: bool = False


class AfterEpochs:
    """Measures a run after its epochs; what was measured is not measured again.

    Args:
        dataset: The rows, on the run's device and in its dtype.
        history: Of the run.
    """

    def __init__(self, dataset: Dataset, history: History) -> None:
        self._dataset, self._history = dataset, history
        self._measured: dict[tuple[str, int], float] = {}
        self._compared: dict[tuple[str, int], Comparison] = {}

    def curves(self, limit: int) -> dict[str, Curves]:
        """Return the losses of every model, at about `limit` epochs."""
        epochs = thin(self._history.n_epochs, limit)
        return {
            name: Curves(
                train=self._train(name, epochs),
                valid=[(k + 1, model.valid_mse[k]) for k in thin(len(model.valid_mse), limit)],
            )
            for name, model in self._history.models.items()
        }

    def _train(self, name: str, epochs: Sequence[int]) -> Points:
        points = ((epoch + 1, self._loss(name, epoch)) for epoch in self._kept(epochs))
        return [(trained, loss) for trained, loss in points if loss is not None]

    def _kept(self, epochs: Sequence[int]) -> list[int]:
        """The start, and those of the epochs whose parameters are kept."""
        kept = set(self._history.snapshot_epochs)
        return [epoch for epoch in (START, *epochs) if epoch in kept]

    def _loss(self, name: str, epoch: int) -> float | None:
        key = (name, epoch)
        if key not in self._measured:
            parameters = self._history.snapshot(epoch).get(name)
            if parameters is None:  # it had stopped
                return None
            self._measured[key] = self._dataset.train_loss(parameters)
        return self._measured[key]

    def differences(self, name: str, limit: int) -> list[tuple[int, Comparison]]:
        """(epoch, how far from the reference) of a model, at about `limit` epochs."""
        epochs = self._kept(thin(self._history.n_epochs, limit))
        points = ((epoch, self._difference(name, epoch)) for epoch in epochs)
        return [(epoch, point) for epoch, point in points if point is not None]

    def _difference(self, name: str, epoch: int) -> Comparison | None:
        key = (name, epoch)
        if key not in self._compared:
            X, kept = self._dataset.x_valid, self._history.snapshot(epoch)
            if name not in kept or REFERENCE not in kept:
                return None
            # All models at once: what they are compared with is predicted once.
            models = {n: parameters.to(X.device, X.dtype) for n, parameters in kept.items()}
            reference = models[REFERENCE]
            predicted = predict(X, reference.W, reference.b)
            for other in {*models} - {REFERENCE} | {name}:
                self._compared[other, epoch] = compare(models[other], reference, X, predicted)
        return self._compared[key]
