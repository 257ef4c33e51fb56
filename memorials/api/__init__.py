"""The API: the same querysets, words and services as the site. The modules here are what all of it has in
common; `resources` is what is there, one module a noun, `serializers` how it is written down."""
