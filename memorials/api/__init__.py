"""The API of memorials and photographs: the same querysets, words and services as the site."""
