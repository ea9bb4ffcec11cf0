"""A trained network as a text that the web page, Python and other programs read.

- network_file.py   the file: written, read and checked, and its short form in a link
- document.py       a JSON document, checked value by value
- stored.py         from an estimator to a stored network, and back
- onnx_export.py    the same network as ONNX
"""
