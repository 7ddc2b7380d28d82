"""`python -m ui`: the same program as `annotator`."""

import sys

from ui.cli import main

sys.exit(main())
