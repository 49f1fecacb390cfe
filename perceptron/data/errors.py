"""The one error about rows. It stands by itself, so that who catches it need not import torch."""


class DataError(ValueError):
    """Rows that can't be trained on. The message says what, the rule, and the remedy."""
