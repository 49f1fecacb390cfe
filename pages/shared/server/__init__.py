"""What one process shares: the line before its cores, turns, and what is said when it fails."""
