"""Three models, one protocol. A new model is one new file and one line in `MODELS`."""

from __future__ import annotations

from pkgutil import resolve_name

from perceptron.models.base import Perceptron
from perceptron.models.einsum import EinsumPerceptron
from perceptron.models.scratch import ScratchPerceptron
from perceptron.models.torch import TorchPerceptron


def _from(place: str) -> type[Perceptron]:
    """Return the class that stands at 'file:class' here."""
    model: type[Perceptron] = resolve_name(f"perceptron.models.{place}")
    return model


MODELS: dict[str, type[Perceptron]] = {
    "scratch": _from("fused:FusedScratch"),
    "torch": _from("torch:TorchPerceptron"),
    "einsum": _from("fused:FusedEinsum"),
}

__all__ = [
    "MODELS",
    "EinsumPerceptron",
    "Perceptron",  # in English: a name in Python
    "ScratchPerceptron",
    "TorchPerceptron",
]
