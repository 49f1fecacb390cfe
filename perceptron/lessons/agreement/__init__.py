"""Do they agree: differences over the epochs, and where rounding grows."""
