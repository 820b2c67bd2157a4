"""The zygote without some of its layers: ``python -m weakened.zygote LAYER,… OPTIONS``."""

import sys

from worker.sandbox.inside import zygote

from .layers import remove

if __name__ == "__main__":
    for layer in sys.argv.pop(1).split(","):
        remove(layer)
    zygote.main()
