"""What one visitor has: settings, a table, a run, projector mode."""
