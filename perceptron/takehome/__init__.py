"""A run to take home: a script and a notebook that repeat it with torch and scikit-learn only."""

from perceptron.takehome.program import (
    MAX_ROWS,
    TakeHomeError,
    notebook,
    script,
    why_not_repeatable,
)

__all__ = ["MAX_ROWS", "TakeHomeError", "notebook", "script", "why_not_repeatable"]
