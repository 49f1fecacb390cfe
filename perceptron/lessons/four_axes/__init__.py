"""The derivative with four axes: its slices, both ways to flatten it, the contraction."""
