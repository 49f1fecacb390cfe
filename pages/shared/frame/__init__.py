"""What stands around every page: title, style, toolbar, keys."""
