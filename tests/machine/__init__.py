"""Sequences of everything that people do to a store, made by Hypothesis, and what must be true after each step."""

import pytest

pytest.register_assert_rewrite("tests.machine.record_machine")
