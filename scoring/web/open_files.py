"""How many connections the system lets one process have: a hall has thousands of phones."""

import contextlib
import sys

ENOUGH = (65_536, 10_240)
"""Connections to ask for; macOS lets no process have more than the second."""

if sys.platform == "win32":

    def allow_connections() -> None:
        """Nothing to do: Windows sets no such limit."""

else:
    import resource

    def allow_connections() -> None:
        """Raise what this process may open as far as it may do so itself.

        Linux gives a process 1,024 and macOS 256 unless it asks for more.
        """
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = ENOUGH[0] if hard == resource.RLIM_INFINITY else hard
        for enough in ENOUGH:
            wanted = min(enough, most)
            if soft == resource.RLIM_INFINITY or soft >= wanted:
                return
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
                return
