"""The settings of a run."""

from __future__ import annotations

from dataclasses import dataclass

from perceptron.config.bounds import BOUNDS, ConfigError, default, quoted
from perceptron.config.checks import check_choice, check_device
from perceptron.text.language import _

DTYPES = ("float64", "float32")
MADE_UP = ("synthetic", "example")  # datasets whose columns are of one size already


@dataclass(frozen=True, slots=True)
class DataConfig:
    """Which data: everything that decides the rows the models see.

    Attributes:
        dataset: A name in `perceptron.data.DATASETS`, or 'table' for a user's file.
        samples: Training rows m (synthetic data only).
        features: Inputs d (synthetic data only).
        outputs: Outputs c (synthetic data only).
        valid: Validation rows (synthetic data only).
        noise: Standard deviation of the noise on Y (synthetic data only).
        seed: Seed of the rows and of the split.
        scale: Standardise inputs and outputs by the training rows; None means the
            default of the dataset: off for made-up data, on for real data.

    Raises:
        ConfigError: If a number is out of `BOUNDS`, or another value is of the wrong kind.
    """

    dataset: str = "synthetic"
    samples: int = default("samples")
    features: int = default("features")
    outputs: int = default("outputs")
    valid: int = default("valid")
    noise: float = BOUNDS["noise"].default
    seed: int = default("seed")
    scale: bool | None = None

    def __post_init__(self) -> None:
        for name in ("samples", "features", "outputs", "valid", "noise", "seed"):
            BOUNDS[name].check(name, getattr(self, name))
        if not isinstance(self.dataset, str):
            raise ConfigError(
                _(
                    "dataset must be a name; got {value}. Try synthetic.",
                    value=quoted(self.dataset),
                )
            )
        if not isinstance(self.scale, bool | None):
            raise ConfigError(
                _(
                    "scale must be true, false or None; got {value}. Leave it out.",
                    value=quoted(self.scale),
                )
            )

    @property
    def scaled(self) -> bool:
        """Whether inputs and outputs are standardised, the default resolved."""
        return self.dataset not in MADE_UP if self.scale is None else self.scale


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """How to train: the hyperparameters.

    Attributes:
        learning_rate: Step length eta, without a unit.
        batch_size: Rows in a batch; the last batch of an epoch may be shorter.
        epochs: Passes over the training rows.
        init_seed: Seed of the starting weights.
        device: 'cpu', 'cuda', 'cuda:1' or 'mps'.
        dtype: 'float64' or 'float32'.
        einsum_budget: Largest four-axis tensor that may be built, in MiB.

    Raises:
        ConfigError: If a number is out of `BOUNDS`, a name is unknown, or the device
            can't compute in that dtype.
    """

    learning_rate: float = BOUNDS["learning_rate"].default
    batch_size: int = default("batch_size")
    epochs: int = default("epochs")
    init_seed: int = default("init_seed")
    device: str = "cpu"
    dtype: str = "float64"
    einsum_budget: float = BOUNDS["einsum_budget"].default

    def __post_init__(self) -> None:
        for name in ("learning_rate", "batch_size", "epochs", "init_seed", "einsum_budget"):
            BOUNDS[name].check(name, getattr(self, name))
        check_choice("dtype", self.dtype, DTYPES)
        check_device(self.device)
        if self.device == "mps" and self.dtype == "float64":
            raise ConfigError(
                _(
                    "device mps computes in float32 only; got dtype float64. "
                    "Choose dtype float32, or device cpu."
                )
            )
