"""The filter for system calls: what a confined process may ask of the kernel, and what it asked against that.

``policy.toml`` is the whole of it, to be read in one sitting; ``policy.py`` reads it, ``program.py`` compiles it for
the kernel of this ``machine.py``, ``filter.py`` puts it on a process, and ``guard.py`` hears of what it forbade.
"""
