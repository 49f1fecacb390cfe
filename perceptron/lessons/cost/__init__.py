"""What it costs: the race and its results."""
