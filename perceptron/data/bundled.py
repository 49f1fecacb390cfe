"""Real data that scikit-learn ships, so that it works offline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from perceptron.config import DataConfig
from perceptron.text.language import N_

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from perceptron.data.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Bundled:
    """A dataset of scikit-learn and the columns that become inputs and outputs.

    Attributes:
        source: What scikit-learn calls it: `sklearn.datasets.load_SOURCE`.
        inputs: Names of the input columns.
        outputs: Names of the output columns.
        story: The question it asks, in one sentence; in English.
    """

    source: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    story: str

    def __call__(self, config: DataConfig) -> Dataset:
        """Read the columns and split the rows by the seed, a fifth for validation."""
        import torch  # here, because who only lists the names does not wait for it

        from perceptron.data.dataset import Dataset, split_rows

        values, names = self.fetch()
        table = torch.from_numpy(values.astype("float64"))
        X = table[:, [names.index(name) for name in self.inputs]]
        Y = table[:, [names.index(name) for name in self.outputs]]
        train, valid = split_rows(len(table), config.seed)
        return Dataset(
            x_train=X[train],
            y_train=Y[train],
            x_valid=X[valid],
            y_valid=Y[valid],
            feature_names=self.inputs,
            target_names=self.outputs,
        )

    def fetch(self) -> tuple[NDArray[np.float64], tuple[str, ...]]:
        """Read all columns of numbers, shape (rows, columns), and their names."""
        import numpy as np
        from sklearn import datasets

        bunch = getattr(datasets, f"load_{self.source}")()
        values, names = bunch.data, bunch.feature_names
        if bunch.target.ndim == 2:  # columns too, where others have one class or score a row
            values, names = np.hstack([values, bunch.target]), [*names, *bunch.target_names]
        return values, tuple(name.removesuffix(" (cm)") for name in names)


_CELL = (
    "radius", "texture", "perimeter", "area", "smoothness",
    "compactness", "concavity", "concave points",  # in English: names of columns
    "symmetry", "fractal dimension",  # in English: as scikit-learn has them
)  # fmt: skip

BUNDLED: Mapping[str, Bundled] = {
    "linnerud": Bundled(
        "linnerud",
        ("Chins", "Situps", "Jumps"),  # in English: names of columns
        ("Weight", "Waist", "Pulse"),  # in English: names of columns
        N_("What do three exercises tell about the body of 20 club members?"),
    ),
    "iris": Bundled(
        "iris",
        ("sepal length", "sepal width"),  # in English: names of columns
        ("petal length", "petal width"),  # in English: names of columns
        N_("How large are the petals of an iris, given its sepals?"),
    ),
    "diabetes": Bundled(
        "diabetes",
        ("age", "sex", "bmi", "bp"),
        ("s1", "s2", "s3", "s4", "s5", "s6"),
        N_("What do age, sex, body mass and blood pressure tell about six blood values?"),
    ),
    "wine": Bundled(
        "wine",
        (
            "malic_acid",
            "ash",
            "alcalinity_of_ash",
            "magnesium",
            "total_phenols",
            "nonflavanoid_phenols",
            "proanthocyanins",
            "hue",
            "od280/od315_of_diluted_wines",
            "proline",
        ),
        ("alcohol", "flavanoids", "color_intensity"),
        N_("Can ten chemical measurements of a wine predict three others?"),
    ),
    "breast_cancer": Bundled(
        "breast_cancer",
        tuple(f"mean {name}" for name in _CELL),  # in English: names of columns
        tuple(f"worst {name}" for name in _CELL),  # in English: names of columns
        N_("Do the mean shapes of cell nuclei predict the worst ones?"),
    ),
}
