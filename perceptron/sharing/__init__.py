"""How a run leaves a session and comes back: files, links, programs, a shelf."""
