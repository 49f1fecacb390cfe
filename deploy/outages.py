"""Outages of one server without nginx: it is ended during a run, or out of reach for a while."""

from __future__ import annotations

from playwright.sync_api import Browser

from deploy.claims import Claims


def restart(claims: Claims, browser: Browser) -> None:
    """."""


def be_cut_off(claims: Claims, browser: Browser) -> None:
    """."""
