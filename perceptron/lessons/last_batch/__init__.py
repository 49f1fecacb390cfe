"""The last batch: what it counts in the loss of an epoch, and in the weights."""
