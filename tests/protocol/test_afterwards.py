"""What can wait until alarms are told: in order, once, never long, and all of it."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from custom_components.cgi_camera.protocol.afterwards import Afterwards


class Clock:
    """The time of an event loop, which stands still unless told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stop it."""
        self.now = 1000.0
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: self.now)


async def turns(count: int, news: Callable[[], object] = lambda: None) -> None:
    """Let the event loop turn, with news at each."""
    for _ in range(count):
        news()
        await asyncio.sleep(0)


async def test_in_order_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any timer; what waits already is not done twice, what was done is done again."""
    Clock(monkeypatch)
    afterwards, told = Afterwards(), list[str]()
    state, first, second = (partial(told.append, name) for name in ("state", "first", "second"))
    for act in (state, first, state, second):
        afterwards(act)
    assert told == []
    await turns(5)
    assert told == ["state", "first", "second"]
    afterwards(state)
    await turns(5)
    assert told == ["state", "first", "second", "state"]


async def test_waits_for_alarms_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """While each turn brings more nothing is done, until the first has waited for five milliseconds."""
    clock = Clock(monkeypatch)
    afterwards, told = Afterwards(), list[int]()
    numbers = iter(range(1000))
    await turns(100, lambda: afterwards(partial(told.append, next(numbers))))
    assert told == []
    clock.now += 0.006
    await turns(2, lambda: afterwards(partial(told.append, next(numbers))))
    assert told == list(range(100))
    await turns(5)
    assert told == list(range(102))


async def test_gives_way_to_alarms(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long is done piece by piece, and what comes meanwhile has its turn in between."""
    clock = Clock(monkeypatch)
    afterwards, told = Afterwards(), list[str]()

    def work(name: str) -> None:
        told.append(name)
        clock.now += 0.001

    for name in ("a", "b", "c"):
        afterwards(partial(work, name))
    await turns(3)
    told.append("alarm")
    await turns(8)
    assert told == ["a", "alarm", "b", "c"]


async def test_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where something ends nothing waits any more; what was dropped is not done."""
    Clock(monkeypatch)
    afterwards, told = Afterwards(), list[str]()
    dropped = partial(told.append, "dropped")
    for act in (partial(told.append, "first"), dropped, partial(afterwards, partial(told.append, "second"))):
        afterwards(act)
    afterwards.drop(dropped)
    afterwards.drop(dropped)
    afterwards.now()
    assert told == ["first", "second"]
    await turns(5)
    assert told == ["first", "second"]


async def test_a_failure_keeps_nothing_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told to the event loop, as that of any callback."""
    Clock(monkeypatch)
    failures: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: failures.append(str(context["exception"])))
    afterwards, told = Afterwards(), list[str]()

    def fail() -> None:
        raise ValueError("no")

    afterwards(fail)
    afterwards(partial(told.append, "next"))
    await turns(8)
    assert (failures, told) == (["no"], ["next"])
    afterwards(fail)
    afterwards(partial(told.append, "last"))
    afterwards.now()
    assert (failures, told) == (["no", "no"], ["next", "last"])
