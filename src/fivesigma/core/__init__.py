"""Words that all rooms share: units, errors, settings. No heavy import."""
