from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from etl.cells import FileRefused
from etl.child import MEGABYTE, Limits, limited
from etl.problems import Problem

LIMITS = Limits(memory=512 * MEGABYTE, processor=10, wall=30)


def doubled(number: int) -> int:
    return number * 2


def counting(upto: int, progress: Callable[[int], None]) -> str:
    for rows in range(1, upto + 1):
        progress(rows * 1000)
    return "done"


def refusing() -> None:
    raise FileRefused(Problem("encoding", row=3, found="x"), Problem("file_empty"))


def stumbling(error: str) -> None:
    print("said aloud")
    print("said louder", file=sys.stderr)
    os.write(2, b"said loudest")
    raise {"key": KeyError("a cell: 45678912"), "deep": RecursionError(), "exit": SystemExit(3)}[error]


def opening(path: Path) -> bytes:
    return path.read_bytes()


def hoarding(size: int) -> int:
    return len([bytearray(MEGABYTE) for _ in range(size)])


def holding_at_once(size: int) -> int:
    return len(bytearray(size * MEGABYTE))


def looping() -> None:
    while True:
        pass


def sleeping() -> None:
    time.sleep(600)


def leaving() -> None:
    os._exit(0)


def crashing() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def telling_itself() -> int:
    return os.getpid()


def open_files() -> set[str]:
    return {file.path for file in psutil.Process().open_files()}


def refused(function: Callable[..., object], *args: object, limits: Limits = LIMITS) -> list[str]:
    with pytest.raises(FileRefused) as caught:
        limited(function, *args, limits=limits)
    for problem in caught.value.problems:
        assert problem.text("es") != problem.text("en")
        assert "45678912" not in problem.text("es")
    return [problem.code for problem in caught.value.problems]


def test_a_result_comes_back_from_another_process() -> None:
    assert limited(doubled, 21, limits=LIMITS) == 42
    assert limited(telling_itself, limits=LIMITS) != os.getpid()


def test_progress_is_told_as_it_goes() -> None:
    told: list[int] = []
    assert limited(counting, 3, limits=LIMITS, progress=told.append) == "done"
    assert told == [1000, 2000, 3000]


def test_a_refusal_comes_back_with_its_problems() -> None:
    assert refused(refusing) == ["encoding", "file_empty"]


def test_a_file_that_cannot_be_opened_is_no_fault_of_its_content(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        limited(opening, tmp_path / "none.csv", limits=LIMITS)


@pytest.mark.parametrize(("error", "code"), [("key", "file_unreadable"), ("deep", "file_unreadable")])
def test_a_fault_of_the_reader_is_told_without_a_trace(
    error: str, code: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert refused(stumbling, error) == [code]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("function", "args", "limits"),
    [
        (hoarding, (800,), LIMITS),
        (holding_at_once, (2_000,), LIMITS),
        (looping, (), Limits(memory=512 * MEGABYTE, processor=1, wall=30)),
        (sleeping, (), Limits(memory=512 * MEGABYTE, processor=10, wall=0.5)),
        (leaving, (), LIMITS),
        (crashing, (), LIMITS),
        (stumbling, ("exit",), LIMITS),
    ],
    ids=["memory, bit by bit", "memory at once", "endless loop", "endless wait", "hard exit", "crash", "exit"],
)
def test_a_process_that_goes_too_far_is_ended_and_told(
    function: Callable[..., object], args: tuple[object, ...], limits: Limits, capfd: pytest.CaptureFixture[str]
) -> None:
    assert refused(function, *args, limits=limits) == ["file_too_heavy"]
    assert capfd.readouterr() == ("", "")


def test_what_fits_the_limit_is_held() -> None:
    assert limited(holding_at_once, 300, limits=LIMITS) == 300 * MEGABYTE


def test_nothing_is_inherited_and_nothing_left(tmp_path: Path) -> None:
    limited(doubled, 1, limits=LIMITS)
    with (tmp_path / "store.sqlite").open("wb"):
        before = os.listdir("/proc/self/fd")
        assert str(tmp_path) not in "".join(limited(open_files, limits=LIMITS))
        refused(sleeping, limits=Limits(memory=512 * MEGABYTE, processor=10, wall=0.1))
        assert os.listdir("/proc/self/fd") == before
    server = psutil.Process(limited(os.getppid, limits=LIMITS))
    for _ in range(50):
        if not server.children():
            break
        time.sleep(0.05)
    assert server.children() == []


def test_a_server_that_was_ended_is_followed_by_another() -> None:
    os.kill(limited(os.getppid, limits=LIMITS), signal.SIGKILL)
    time.sleep(0.2)
    assert limited(doubled, 21, limits=LIMITS) == 42


def test_two_at_once_do_not_disturb_each_other() -> None:
    short = Limits(memory=512 * MEGABYTE, processor=10, wall=0.5)
    with ThreadPoolExecutor(4) as pool:
        wrong = [pool.submit(refused, sleeping, limits=short) for _ in range(2)]
        right = [pool.submit(limited, doubled, at, limits=LIMITS) for at in range(20)]
        assert [done.result() for done in right] == [at * 2 for at in range(20)]
        assert [done.result() for done in wrong] == [["file_too_heavy"]] * 2


def test_an_interrupted_wait_ends_the_process() -> None:
    limited(doubled, 1, limits=LIMITS)
    server = psutil.Process(limited(os.getppid, limits=LIMITS))

    def interrupt(_rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        limited(counting, 10**9, limits=LIMITS, progress=interrupt)
    for _ in range(50):
        if not server.children():
            break
        time.sleep(0.05)
    assert server.children() == []
