"""Perceptron Lab: the page's frame and its navigation."""

from pages.shared.frame.frame import run_app

run_app()
