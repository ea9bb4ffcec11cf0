"""The command line: `fivesigma` opens the app, its subcommands follow the story's order.

Results go to stdout, progress to stderr; a FiveSigmaError is one line and exit code 1.

Reading order: `main` (the command and its options), `open_app` (the app, opened), `browser`;
`data` (steps 1 to 3: list, show, fetch, verify), `steps` (4 to 9: select, split, train, evaluate,
infer), `plot`, `run` (all of them), `models` (the menu), `networks` (export and import), `bench`;
`options`, `output`, `fetching` and `report`: what the commands share.
"""
