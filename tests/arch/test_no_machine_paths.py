"""A clone works anywhere: nothing kept names a folder of one machine or a package registry, and the locks are only hashes."""

import re
from itertools import pairwise

import pytest

from tests.arch.tree import ROOT, lines

_FOLDER = re.compile(r"(?<![\w.*-])/(?:work|root|tmp|home|Users|opt/pypi)/")
# In pieces, so that this file does not name them.
_REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
    )
)
_LOCKS = ["run.txt", "dev.txt", "bench.txt", "lock.txt"]
_PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>[^\s;]+)(?: ; (?P<where>.+?))? \\$")
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def test_no_folder_of_one_machine_is_named() -> None:
    assert not [place for _, place, line in lines() if _FOLDER.search(line)]


def test_no_package_registry_is_named() -> None:
    assert not [place for _, place, line in lines() if any(host in line for host in _REGISTRIES)]


def _pins(lock: str) -> set[str]:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    return {match[0] for line in text.splitlines() if (match := _PIN.match(line))}


@pytest.mark.parametrize("lock", _LOCKS)
def test_a_lock_is_exact_versions_and_their_hashes(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert not [line for line in kept if not _PIN.match(line) and not _HASH.match(line)]
    assert not [line for line, after in pairwise([*kept, ""]) if _PIN.match(line) and "--hash" not in after]
    assert "://" not in text


def test_the_tests_run_on_the_very_versions_that_the_product_runs_on() -> None:
    assert _pins("run.txt") <= _pins("dev.txt")
