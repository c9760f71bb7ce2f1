"""Compiled kernels belong to one version of their sources."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from matcher.model import kernels


def test_kernels_are_kept_under_the_fingerprint_of_their_sources() -> None:
    assert os.environ["NUMBA_CACHE_DIR"].endswith(f"kernels-{kernels.fingerprint()}")


def test_a_changed_source_means_another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "price.py"
    source.write_text("import numba\nSCALE = 1\n", encoding="utf-8")
    monkeypatch.setattr(kernels, "HERE", tmp_path)
    before = kernels.fingerprint()

    source.write_text("import numba\nSCALE = 2\n", encoding="utf-8")

    assert kernels.fingerprint() != before


def test_a_place_that_is_named_is_kept_and_told_apart_within(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "elsewhere")

    kernels.keep_apart()
    kernels.keep_apart()  # a child process inherits the place

    assert os.environ["NUMBA_CACHE_DIR"] == str(Path("elsewhere") / f"kernels-{kernels.fingerprint()}")
