"""A reader's own file: described (spec, guess) and read piece by piece (file, csv_file)."""
