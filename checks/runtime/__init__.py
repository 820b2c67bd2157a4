"""Runs a submission on a virtual clock: the loop, the threads, the pretended upstreams, and what they were seen to do."""
