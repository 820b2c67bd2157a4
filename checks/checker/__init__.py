"""Runs an instructor's own pytest checks, in a confined process that no student's code is in.

The *checker* knows the tests and what they expect. What a test asks of the student's view goes out of the one socket
to the judge, who asks the subject and brings back the answers. Nothing here is imported outside of that process but
:mod:`checks.checker.says`, in which the judge reads what the checker says.
"""
