"""Pictures: a record comes in, a Matplotlib figure goes out; nothing is computed, nothing saved.

`agreement`: one process in two simulations, feature by feature. Needs the dependency group `plots`.
"""
