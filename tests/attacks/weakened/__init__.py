"""A sandbox of which single layers are taken away, to see which attacks then succeed. Only tests have it."""
