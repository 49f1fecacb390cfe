"""What lesson pages share, each module named as its page's address."""
