"""The core: settings, data, models, training, the command line."""
