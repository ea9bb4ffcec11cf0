"""How Sphinx makes the site of the docs and the courses; `tools/make_docs.py` calls it.

Everything a reader's browser needs comes with the site: no font, script or formula is fetched
from elsewhere, so that it works offline and from a sub-path.
"""

from fivesigma import __version__

project = "fivesigma"
author = "The fivesigma developers"
copyright = "The fivesigma developers; texts and pictures CC BY 4.0"  # noqa: A001
version = release = __version__

extensions = ["myst_nb", "sphinx.ext.mathjax", "sphinx_design"]
exclude_patterns = ["_build", "reference/benchmark-submissions"]
# Formulae and lists as in the notebooks.
myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

# The notebooks are run by the maker, cell by cell: one that fails makes the site fail.
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True

mathjax_path = "mathjax/tex-svg.js"
html_theme = "furo"
html_title = "fivesigma"
html_static_path = ["_static"]
html_show_sphinx = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5394", "color-brand-content": "#0b5394"},
    "dark_css_variables": {"color-brand-primary": "#7db8f0", "color-brand-content": "#7db8f0"},
}
