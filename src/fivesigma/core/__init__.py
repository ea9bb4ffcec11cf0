"""Words that all rooms share: units, errors, settings. Standard library and NumPy only."""
