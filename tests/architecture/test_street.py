"""The import contracts hold, and each of them turns red when a copy of the house breaks it."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BREACHES = {
    "street": ("audit/models.py", "from yipanqi.targets import models as later"),
    "furniture": ("targets/queries/__init__.py", "from yipanqi.targets import operations as above"),
    "workshops": ("foundation/text.py", "import django"),
    "domain": ("org/operations/__init__.py", "from yipanqi.web import listing"),
    "kernels": ("org/models.py", "import numba"),
}


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on the checkout at `tree`."""
    code = f"import sys; sys.path.insert(0, {str(tree / 'src')!r}); from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", code], cwd=tree, capture_output=True, text=True)


@pytest.fixture(scope="session")
def copy_of_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "*.egg-info")
    )
    shutil.copy(ROOT / ".importlinter", tree)
    return tree


def test_the_house_keeps_every_contract() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_of_a_contract_is_found(contract: str, copy_of_house: Path) -> None:
    path, line = BREACHES[contract]
    file = copy_of_house / "src" / "yipanqi" / path
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}\n{line}\n", encoding="utf-8")
    try:
        done = lint(copy_of_house)
    finally:
        file.write_text(before, encoding="utf-8")
    assert done.returncode == 1
    assert f"{name_of(contract)} BROKEN" in " ".join(done.stdout.split()), done.stdout[-3000:]


def name_of(contract: str) -> str:
    """The contract's name as the linter prints it."""
    rows = configparser.ConfigParser()
    rows.read(ROOT / ".importlinter", encoding="utf-8")
    return rows[f"importlinter:contract:{contract}"]["name"]
