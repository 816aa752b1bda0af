"""The vocabulary and the pure rules: imports nothing but the standard library."""
