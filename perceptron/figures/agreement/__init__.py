"""Do they agree, drawn: differences over the epochs, near the limit, and as h shrinks."""
