"""One module a measurement, each with a function `measure`; bench/registry.py names them."""
