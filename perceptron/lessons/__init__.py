"""What the pages compute, each module or folder named as its page's address."""
