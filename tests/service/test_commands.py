"""Trouble at the start gives one line and exit code 2."""

import shutil
import socket
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from yipanqi.cli import main

Usage = namedtuple("Usage", "total used free")


def test_a_taken_port_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YIPANQI_HOME", str(tmp_path))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["demo", "--no-browser", "--port", str(port)]) == 2
    said = capsys.readouterr().err.strip()
    assert f"127.0.0.1:{port}" in said
    assert "--port" in said
    assert "\n" not in said
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("command", [["demo", "--no-browser"], ["upgrade"], ["backup"], ["serve"]])
def test_a_full_disk_is_told(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YIPANQI_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 10**6, 10**6))
    assert main(command) == 2
    said = capsys.readouterr().err.strip()
    assert "1 MB free" in said
    assert "\n" not in said
    assert not (tmp_path / "home").exists()


def test_help_of_pure_commands_loads_no_django() -> None:
    import subprocess

    code = "import sys; from yipanqi.cli import main; main(['--help']); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0
