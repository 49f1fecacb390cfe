"""A run to take home: a script and a notebook that repeat it with torch and scikit-learn only."""

from perceptron.takehome.program import TakeHomeError, notebook, script

__all__ = ["TakeHomeError", "notebook", "script"]
