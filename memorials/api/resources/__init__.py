"""What is there, one module a noun."""
