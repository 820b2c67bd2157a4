"""Any bytes at the two places where strangers' bytes come in: what the subject says, and what a student uploads.

``make fuzz`` looks for bytes that break a rule of :mod:`tests.fuzz.targets`. What it finds is kept under ``corpus/``
once it is mended, and every run of the tests goes through that.
"""
