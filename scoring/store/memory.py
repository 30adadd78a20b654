"""A store in memory: for tests and for trying things out. Nothing survives the process."""

from collections.abc import Sequence

from scoring.store.protocol import RowTaken
from scoring.store.rows import Row


class MemoryStore:
    """Keeps the promises of a Store, except surviving."""

    def __init__(self) -> None:
        self._logs: dict[str, dict[int, Row]] = {}
        self._causes: dict[tuple[str, str], dict[int, Row]] = {}
        self._keys: dict[bytes, bytes] = {}
        self._shelves: dict[str, dict[str, bytes]] = {}

    async def append(self, rows: Sequence[Row]) -> None:
        self._refuse_taken(rows)
        for row in rows:
            self._logs.setdefault(row.log, {})[row.seq] = row
            self._causes.setdefault((row.log, row.cause), {})[row.part] = row

    def _refuse_taken(self, rows: Sequence[Row]) -> None:
        places: set[tuple[str, int]] = set()
        causes: set[tuple[str, str, int]] = set()
        for row in rows:
            place, cause = (row.log, row.seq), (row.log, row.cause, row.part)
            taken = row.seq in self._logs.get(row.log, {}) or place in places
            caused = row.part in self._causes.get((row.log, row.cause), {}) or cause in causes
            if taken or caused:
                raise RowTaken(f"{row.log} {row.seq} {row.cause}")
            places.add(place)
            causes.add(cause)

    async def read(self, log: str, after: int = 0) -> list[Row]:
        rows = self._logs.get(log, {})
        return [rows[seq] for seq in sorted(rows) if seq > after]

    async def caused(self, log: str, cause: str) -> list[Row]:
        rows = self._causes.get((log, cause), {})
        return [rows[part] for part in sorted(rows)]

    async def logs(self) -> list[str]:
        return list(self._logs)

    async def issue(self, key: bytes, grant: bytes) -> None:
        self._refuse_known(key)
        self._keys[key] = grant

    async def granted(self, key: bytes) -> bytes | None:
        return self._keys.get(key)

    async def grants(self) -> dict[bytes, bytes]:
        return dict(self._keys)

    async def exchange(self, key: bytes, new_key: bytes, grant: bytes) -> bool:
        if key not in self._keys:
            return False
        self._refuse_known(new_key)
        del self._keys[key]
        self._keys[new_key] = grant
        return True

    async def revoke(self, key: bytes) -> bool:
        return self._keys.pop(key, None) is not None

    async def keep(self, shelf: str, name: str, content: bytes) -> None:
        self._shelves.setdefault(shelf, {})[name] = content

    async def kept(self, shelf: str) -> dict[str, bytes]:
        return dict(self._shelves.get(shelf, {}))

    async def discard(self, shelf: str, name: str) -> bool:
        return self._shelves.get(shelf, {}).pop(name, None) is not None

    def _refuse_known(self, key: bytes) -> None:
        if key in self._keys:
            raise RowTaken("this key is known already")

    async def close(self) -> None:
        """Nothing to let go of."""
