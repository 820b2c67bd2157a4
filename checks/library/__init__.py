"""The checks that an instructor can use, one module each."""
