"""Waiting for a page of the explorer, whose policy forbids the evaluation of strings that the driver's own waiting does inside the page."""

from __future__ import annotations

from typing import Any


def until(tab: Any, expression: str, *, times: int = 200) -> None:
    """Ask for a JavaScript expression until it holds, at most so many times in 50 ms each. Raises AssertionError where it never does."""
    for _ in range(times):
        if tab.evaluate(expression):
            return
        tab.wait_for_timeout(50)
    raise AssertionError(f"never so: {expression}")
