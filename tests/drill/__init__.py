"""`make drill`: breaks what deploy/ sets up, and sees what holds."""
