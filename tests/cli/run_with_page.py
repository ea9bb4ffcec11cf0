"""`fivesigma` with a page from a folder: run_with_page.py FOLDER [OPTIONS]; see test_main."""

import sys
from functools import partial
from pathlib import Path
from unittest import mock

from fivesigma.app.static import load_page
from fivesigma.cli.main import main

if __name__ == "__main__":
    load_this_page = partial(load_page, Path(sys.argv[1]))
    with mock.patch("fivesigma.cli.open_app.load_page", load_this_page):
        main(sys.argv[2:], prog_name="fivesigma")
