"""How runs leave a session and come back."""
