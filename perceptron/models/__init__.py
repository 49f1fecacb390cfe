"""Three models, one protocol. A new model is one new file and one line here."""

from perceptron.models.base import Perceptron
from perceptron.models.einsum import EinsumPerceptron
from perceptron.models.fused import FusedEinsum, FusedScratch
from perceptron.models.scratch import ScratchPerceptron
from perceptron.models.torch import TorchPerceptron

MODELS: dict[str, type[Perceptron]] = {
    "scratch": FusedScratch,
    "torch": TorchPerceptron,
    "einsum": FusedEinsum,
}

__all__ = [
    "MODELS",
    "EinsumPerceptron",
    "FusedEinsum",
    "FusedScratch",
    "Perceptron",
    "ScratchPerceptron",
    "TorchPerceptron",
]
