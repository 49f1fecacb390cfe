"""How big a step: limits from curvature, a sweep of learning rates, paths of descent."""
