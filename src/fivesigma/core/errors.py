"""The errors a reader can repair: each says what was given, what was expected and what to try."""


class FiveSigmaError(ValueError):
    """Something the reader can repair; the command line prints it without a traceback."""


class DataError(FiveSigmaError):
    """A table or file that does not hold what its catalogue entry promises."""


class DownloadError(FiveSigmaError):
    """A file that could not be fetched, or that failed its checks after it arrived."""
