"""One more result in contests of 100, 1,000, 10,000 and 100,000 performances: what each step costs.

Everybody but one has sung. The last one's result is decided, folded and committed, ranked, drawn
as the public board and made into a patch; a viewer then applies the patch.
"""

import argparse
import asyncio
import gc
import random
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import msgspec
from hall import about_this_machine, scratch, table
from ranking import MARK, STAGE, marks, performed

from scoring.contest.commands import Amend, Command, Mark
from scoring.contest.decide import decide
from scoring.contest.guards import Rejected
from scoring.contest.ids import CommandId, EntrantId, SeatId
from scoring.contest.state import Contest, evolve
from scoring.feed import patched
from scoring.languages import words
from scoring.live import Drawing, Frame
from scoring.results import Results
from scoring.store.rows import Row, sealed
from scoring.store.sqlite import SqliteStore
from scoring.views.board import board_screen
from scoring.web.rendering import drawn
