"""Tests, and the tools that drive the app in a browser."""
