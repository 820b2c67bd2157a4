"""Runs a submission on a virtual clock: loop, threads, pretended upstreams, and what they were seen to do."""
