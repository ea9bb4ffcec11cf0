"""The command line: `fivesigma` opens the app, its subcommands follow the story's order.

Results go to stdout, progress to stderr; a FiveSigmaError is one line and exit code 1.

Reading order: `main` (the command and its options), `open_app` (the app, opened), `browser`,
`data` (steps 1 to 3: list, show, fetch, verify).
"""
