"""An assignment's folder as a form, and the form as a folder again.

``values`` turns what TOML holds into what people type and back, ``fields`` says which of it a form asks for, ``rows``
fills the form, ``writing`` makes TOML of it, and ``draft`` is the whole form with what was typed, also where that is
wrong. What is allowed is said by ``checks.assignment`` alone.
"""
