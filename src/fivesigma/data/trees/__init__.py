"""ROOT files: what kinds there are (schemas), their branches (tree_file, root), who reads them."""
