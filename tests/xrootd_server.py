"""An xrootd of this machine, as the tests of root:// addresses need one."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CONFIG = """
xrd.port {port}
all.export /eos r/o
oss.localroot {folder}/files
all.adminpath {folder}/admin
all.pidpath {folder}/admin
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def root_server(folder: Path, files: dict[str, bytes]) -> Iterator[str]:
    """`root://127.0.0.1:port` of a server that holds these files in /eos/opendata."""
    program = shutil.which("xrootd")
    if program is None:
        pytest.skip("there is no xrootd here; Debian has it in the package xrootd-server")
    for name in ("files/eos/opendata", "admin"):
        (folder / name).mkdir(parents=True)
    for name, content in files.items():
        (folder / "files/eos/opendata" / name).write_bytes(content)
    port = free_port()
    (folder / "server.cfg").write_text(CONFIG.format(port=port, folder=folder))
    words = [program, "-c", str(folder / "server.cfg"), "-l", str(folder / "admin/log")]
    if os.geteuid() == 0:  # it refuses to serve as root
        words += ["-R", "nobody"]
        for path in (folder, *folder.parents[:2], *folder.rglob("*")):
            path.chmod(path.stat().st_mode | (0o777 if path.is_relative_to(folder) else 0o055))
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        end_s = time.monotonic() + 20
        while not answers(port):
            assert process.poll() is None, (folder / "admin/log").read_text()
            assert time.monotonic() < end_s, "xrootd does not answer"
            time.sleep(0.05)
        yield f"root://127.0.0.1:{port}"
        process.kill()
