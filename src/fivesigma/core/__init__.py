"""Words that all rooms share: units, errors, settings. Standard library, NumPy, platformdirs only."""
