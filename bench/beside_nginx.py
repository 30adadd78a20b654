"""nginx with nchan carries the same messages: Debian's nginx and libnginx-mod-nchan."""

import asyncio
import getpass
import shutil
import socket
import subprocess
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hall import await_port, resident

_MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
_CONFIG = """
load_module {module};
user {user};
daemon off;
worker_processes {workers};
worker_rlimit_nofile 65536;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 16384; }}
http {{
  access_log off;
  keepalive_requests 100000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    {locations}
  }}
}}
"""
_NCHAN = """
    location = /publish {
      client_max_body_size 4m;
      client_body_buffer_size 4m;
      nchan_publisher;
      nchan_channel_id board;
      nchan_message_buffer_length 1;
    }
    location = /live {
      nchan_subscriber http-chunked;
      nchan_channel_id board;
      nchan_subscriber_first_message oldest;
    }
"""
_FILES = """
    location / { root FOLDER/served; gzip_static always; default_type text/html; }
"""


def installed() -> bool:
    """Whether this machine has both."""
    return shutil.which("nginx") is not None and _MODULE.exists()


class Nginx:
    """An nginx of our own; it ends with the block that started it."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self._process, self.port = process, port

    def memory(self) -> int:
        """Resident bytes of all its processes."""
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return sum(resident(one) for one in (pid, *map(int, children)))

    def terminate(self) -> None:
        """End it, and every connection."""
        self._process.terminate()
        self._process.wait(10)


@contextmanager
def nchan(folder: Path, workers: int) -> Generator[Nginx]:
    """Messages published at /publish come to whoever asked for /live."""
    with _serving(folder, workers, _NCHAN) as server:
        yield server


@contextmanager
def nginx(folder: Path, bodies: dict[str, bytes]) -> Generator[int]:
    """Compressed bodies served from disk; the port."""
    (folder / "served").mkdir()
    for name, body in bodies.items():
        (folder / "served" / f"{name}.gz").write_bytes(body)
    with _serving(folder, 1, _FILES.replace("FOLDER", str(folder.resolve()))) as server:
        yield server.port


@contextmanager
def _serving(folder: Path, workers: int, locations: str) -> Generator[Nginx]:
    """On a free port of the loopback interface; all its files are in the folder."""
    folder = folder.resolve()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    config = folder / "nginx.conf"
    values = {
        "user": getpass.getuser(),
        "module": _MODULE,
        "folder": folder,
        "port": port,
        "workers": workers,
    }
    config.write_text(_CONFIG.format(**values, locations=locations))
    command = ["nginx", "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(config)]
    with subprocess.Popen(command) as process:
        try:
            await_port(process, port)
            yield Nginx(process, port)
        finally:
            process.terminate()


async def published(port: int, messages: Sequence[bytes], pause: float) -> list[float]:
    """Hand in one message after another; when each was sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent: list[float] = []
    for message in messages:
        await asyncio.sleep(pause)
        head = f"POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: {len(message)}\r\n\r\n"
        sent.append(time.monotonic())
        writer.write(head.encode() + message)
        answered = await reader.readuntil(b"\r\n\r\n")
        length = int(answered.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        if not answered.startswith((b"HTTP/1.1 201", b"HTTP/1.1 202")):
            raise SystemExit(answered.decode())
    writer.close()
    await writer.wait_closed()
    return sent
