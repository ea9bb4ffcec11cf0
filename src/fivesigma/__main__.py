"""`python -m fivesigma` is `fivesigma`."""

from fivesigma.cli.main import main

if __name__ == "__main__":
    main(prog_name="fivesigma")
