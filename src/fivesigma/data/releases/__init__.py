"""Releases of the experiments, too large or too raw for a table: files, sets of files, samples."""
