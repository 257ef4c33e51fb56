"""Living photographs in the API."""
