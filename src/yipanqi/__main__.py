"""`python -m yipanqi` is the same program as `yipanqi`."""

import sys

from yipanqi.cli import main

if __name__ == "__main__":
    sys.exit(main())
