"""Listens to cameras for tests."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.camera import Camera
from custom_components.cgi_camera.protocol.events import Occurrence
from custom_components.cgi_camera.protocol.model import AnySlot, Slot

LINK = Slot(0, f.EVENT_LINK)


class Ear:
    """Waits for what a camera's listener publishes, and remembers it."""

    def __init__(self, camera: Camera) -> None:
        """Listen to a camera."""
        self.camera = camera
        self.published: list[tuple[AnySlot, object]] = []
        self.occurrences: list[Occurrence] = []
        self._heard = asyncio.Event()

    def publish(self, changed: set[AnySlot]) -> None:
        """Be told that slots changed."""
        self.published += [(slot, self.camera.state.get(slot)) for slot in changed]
        self._heard.set()

    def occurred(self, occurrence: Occurrence) -> None:
        """Be told that something happened."""
        self.occurrences.append(occurrence)
        self._heard.set()

    async def wait(self, reached: Callable[[], object]) -> None:
        """Wait until something is so that the camera tells."""
        async with asyncio.timeout(10):
            while not reached():
                self._heard.clear()
                await self._heard.wait()

    async def until(self, slot: AnySlot, value: object) -> None:
        """Wait until a slot has a value."""
        await self.wait(lambda: self.camera.state.get(slot) is value)
        # What occurs is told after what is on.
        self.camera.afterwards.now()

    async def heard(self, code: str, count: int = 1) -> Occurrence:
        """Wait until a code was heard so many times, and return what happened the first time."""
        await self.wait(lambda: [each.code for each in self.occurrences].count(code) >= count)
        return next(each for each in self.occurrences if each.code == code)

    def values(self, slot: AnySlot) -> list[object]:
        """Return the values of a slot in the order in which they were published."""
        return [value for published, value in self.published if published == slot]

    async def becomes(self, slot: AnySlot, *values: object) -> None:
        """Wait until a slot was published with these values one after the other, and no others."""
        await self.wait(lambda: len(self.values(slot)) >= len(values))
        self.camera.afterwards.now()
        assert self.values(slot) == [*values]

    def moments(self) -> list[tuple[str, str]]:
        """Return the moments that came, each by its slot and how it happened."""
        return [(str(moment.slot), moment.value) for each in self.occurrences for moment in each.moments]


async def wait_for(condition: Callable[[], object]) -> None:
    """Wait until something is true that nobody is told of."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.002)


@asynccontextmanager
async def listening(camera: Camera) -> AsyncIterator[Ear]:
    """Listen to a camera, from when its present state was read."""
    ear = Ear(camera)
    task = asyncio.create_task(camera.listen(ear.publish, ear.occurred))
    try:
        await ear.until(LINK, True)
        ear.published.clear()
        yield ear
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
