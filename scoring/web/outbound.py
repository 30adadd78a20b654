"""Requests to other machines at addresses that somebody typed in: public ones only.

Names are looked up here and the connection goes to the very address that was checked, so that a
name cannot lead to the hall's own net, whatever it answers the second time it is asked.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias, cast

import httpcore

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
SECONDS = 15.0
_ANSWER = 4096


class NotPublic(Exception):
    """The name leads to no address, or to one that is not on the public net."""


def is_public(address: Address) -> bool:
    """Whether anybody on the net may be asked there; never the hall's own machines."""
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to checked addresses and to nothing else."""

    def __init__(self, allowed: Callable[[Address], bool]) -> None:
        self._allowed = allowed
        self._network = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as httpcore calls it
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(one[4][0]) for one in found]
        if not addresses or not all(self._allowed(one) for one in addresses):
            raise NotPublic(host)
        return await self._network.connect_tcp(
            str(addresses[0]), port, timeout, local_address, socket_options
        )

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


class Outbound:
    """Posts to the public net; redirects are answers like any other, and not followed."""

    def __init__(self, allowed: Callable[[Address], bool] = is_public) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            network_backend=GuardedNetwork(allowed),
            max_connections=20,
            keepalive_expiry=30,
        )

    async def post(
        self, url: str, headers: Mapping[bytes | str, bytes | str], content: bytes
    ) -> int:
        """The status of the answer. Raises NotPublic, OSError or httpcore's exceptions."""
        limits = dict.fromkeys(("connect", "read", "write", "pool"), SECONDS)
        async with (
            asyncio.timeout(2 * SECONDS),
            self._pool.stream(
                "POST", url, headers=headers, content=content, extensions={"timeout": limits}
            ) as answer,
        ):
            return answer.status

    async def close(self) -> None:
        await self._pool.aclose()
