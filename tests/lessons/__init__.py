"""What the pages compute, each file named as its page."""
