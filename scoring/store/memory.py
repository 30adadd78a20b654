"""A store in memory: for tests and for trying things out. Nothing survives the process."""

from collections.abc import Sequence

from scoring.store.protocol import RowTaken
from scoring.store.rows import Row


class MemoryStore:
    """Keeps the promises of EventStore and KeyStore, except surviving."""

    def __init__(self) -> None:
        self._logs: dict[str, list[Row]] = {}
        self._causes: dict[tuple[str, str], list[Row]] = {}
        self._keys: dict[bytes, bytes] = {}

    async def append(self, rows: Sequence[Row]) -> None:
        self._refuse_taken(rows)
        for row in rows:
            self._logs.setdefault(row.log, []).append(row)
            self._causes.setdefault((row.log, row.cause), []).append(row)

    def _refuse_taken(self, rows: Sequence[Row]) -> None:
        taken = {(row.log, row.seq) for log in self._logs.values() for row in log[-len(rows) :]}
        causes = {(*cause, row.part) for cause, caused in self._causes.items() for row in caused}
        for row in rows:
            place, cause = (row.log, row.seq), (row.log, row.cause, row.part)
            if place in taken or cause in causes:
                raise RowTaken(f"{row.log} {row.seq} {row.cause}")
            taken.add(place)
            causes.add(cause)

    async def read(self, log: str, after: int = 0) -> list[Row]:
        return [row for row in self._logs.get(log, []) if row.seq > after]

    async def caused(self, log: str, cause: str) -> list[Row]:
        return list(self._causes.get((log, cause), []))

    async def logs(self) -> list[str]:
        return list(self._logs)

    async def issue(self, key: bytes, grant: bytes) -> None:
        self._keys[key] = grant

    async def granted(self, key: bytes) -> bytes | None:
        return self._keys.get(key)

    async def exchange(self, key: bytes, new_key: bytes, grant: bytes) -> bool:
        if key not in self._keys:
            return False
        del self._keys[key]
        self._keys[new_key] = grant
        return True

    async def close(self) -> None:
        """Nothing to let go of."""
