"""The application for any server that speaks ASGI; the database is named by the environment."""

import os
from pathlib import Path

from hall import DATABASE

from scoring.store.sqlite import SqliteStore
from scoring.web.app import create_app
from scoring.web.hot import Hot


async def _open() -> SqliteStore:
    return await SqliteStore.open(Path(os.environ[DATABASE]))


def _died() -> None:
    os._exit(1)


app = Hot(create_app(_open, _died))
