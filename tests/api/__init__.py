"""The API as an app meets it: JSON, tokens, and no cookie."""
