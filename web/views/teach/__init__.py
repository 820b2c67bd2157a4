"""Pages of those who teach a course."""
