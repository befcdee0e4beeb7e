"""One measurement in a process of its own: measure.py ORDER.json, which names it, its peer and where to write it."""

import asyncio
from collections import defaultdict
from contextlib import suppress
import gc
import json
import logging
import os
from pathlib import Path
import random
import sys
import tempfile
import time
from typing import Any

from homeassistant.core import callback

from .bare import Bare
from .farm import Caller
from .gates import Gates, decoding
from .house import House, memory, threads
from .loop import fast, run
from .peers import Amcrest, Floor, Ours, Peer


class Measurement:
    """A peer in a house, its cameras at a farm."""

    def __init__(self, order: dict[str, Any], house: House, farm: Caller, cameras: list[dict[str, Any]]) -> None:
        """Put the peer into the house."""
        self.order = order
        self.house = house
        self.farm = farm
        self.cameras = cameras
        self.result: dict[str, Any] = {}
        self.peer: Peer
        match order["peer"]:
            case "ours":
                self.peer = Ours(house, cameras)
            case "amcrest":
                self.peer = Amcrest(house, cameras)
            case "bare":
                self.peer = Bare(house, cameras, order["targets"], order["registered"])
            case _:
                self.peer = Floor(house, cameras, order["targets"])

    async def setup(self) -> None:
        """Time until all states are known; what that cost."""
        house = self.house
        house.watch()
        if domain := {"ours": "cgi_camera", "amcrest": "amcrest"}.get(self.order["peer"]):
            await house.load(domain)
        before = memory()
        began, cpu = time.monotonic(), time.process_time()
        await self.peer.set_up()
        seconds = await house.settle(began)
        cpu = time.process_time() - cpu
        seen = await self.farm("seen")
        gc.collect()
        shown = [state for state in house.hass.states.async_all() if state.state != "unavailable"]
        self.result |= {
            "seconds": seconds,
            "cpu": cpu,
            "requests": seen["requests"],
            "refused": seen["refused"],
            "entities": len(shown),
            "memory": memory() - before,
            "threads": threads(),
            "targets": seen["targets"],
            "registered": self.peer.registered() if isinstance(self.peer, Ours) else None,
        }

    async def again(self) -> None:
        """Set up once more, with entities that are registered, as after a start of Home Assistant."""
        if isinstance(self.peer, Ours | Bare):
            await self.peer.unload()
            self.house.known.clear()
            began, cpu = time.monotonic(), time.process_time()
            await self.peer.set_up_again()
            self.result["again"] = {
                "seconds": await self.house.settle(began),
                "cpu": time.process_time() - cpu,
            }

    async def steady(self) -> None:
        """Processor time, requests and bytes of some windows of quiet time."""
        speed, seconds = self.order["speed"], self.order["window"]
        await self.farm("speed", speed=speed)
        fast().run_at(speed)
        await asyncio.sleep(seconds / 10)
        windows = []
        for number in range(self.order["windows"]):
            await self.farm("seen")
            fed = await self.farm("usage")
            began, cpu = fast().time(), time.process_time()
            if isinstance(self.peer, Floor):
                await self.peer.replay(self.order["schedules"][number], seconds)
            else:
                await asyncio.sleep(seconds)
            cpu = time.process_time() - cpu
            seen = await self.farm("seen")
            windows.append(
                {
                    "cpu": cpu,
                    "seconds": fast().time() - began,
                    "requests": seen["requests"] + seen["refused"],
                    "bytes": seen["bytes"],
                    "farm": await self.farm("usage") - fed,
                    "schedule": [
                        [
                            (at - began, target)
                            for at, target in zip(times, targets, strict=True)
                            if "attach" not in target
                        ]
                        for times, targets in zip(seen["times"], seen["targets"], strict=True)
                    ],
                }
            )
        self.result["windows"] = windows
        fast().run_at(1)
        await self.farm("speed", speed=1)

    async def alarms(self) -> None:
        """Latency from the camera's socket to the state: all cameras at once, then many events of one."""
        positions = list(range(len(self.cameras)))
        entities = {self.peer.motion(position): self.cameras[position]["port"] for position in positions}
        changed: dict[int, list[float]] = defaultdict(list)

        @callback
        def note(event: Any) -> None:
            if port := entities.get(event.data["entity_id"]):
                changed[port].append(time.monotonic())

        forget = self.house.hass.bus.async_listen("state_changed", note)
        await asyncio.sleep(2)
        for on in (True, False):
            await self.farm("alarm", cameras=positions, on=on)
            await asyncio.sleep(1)
        self.result["together"] = []
        for _ in range(self.order["runs"]):
            await self.farm("sent")
            changed.clear()
            for round_ in range(self.order["rounds"]):
                await self.farm("alarm", cameras=positions, on=round_ % 2 == 0)
                await asyncio.sleep(0.3)
            await asyncio.sleep(0.5)
            self.result["together"].append(self._latencies(await self.farm("sent"), changed))
        self.result["burst"] = []
        for _ in range(self.order["runs"]):
            changed.clear()
            await self.farm("burst", camera=0, rate=self.order["rate"], seconds=self.order["burst"])
            await asyncio.sleep(1)
            self.result["burst"].append(self._latencies(await self.farm("sent"), changed))
        forget()

    @staticmethod
    def _latencies(sent: list[tuple[int, float]], changed: dict[int, list[float]]) -> dict[str, Any]:
        told: dict[int, list[float]] = defaultdict(list)
        for port, at in sent:
            told[port].append(at)
        lost = sum(abs(len(times) - len(changed[port])) for port, times in told.items())
        pairs = [(a, b) for port, times in told.items() for a, b in zip(times, changed[port], strict=False)]
        return {"sent": len(sent), "lost": lost, "latencies": [round((b - a) * 1000, 3) for a, b in pairs]}

    async def commands(self) -> None:
        """Time from a call of a service until the state shows it."""
        entity, attribute = self.peer.shown(0)
        shown = asyncio.Event()
        wanted = False

        @callback
        def note(event: Any) -> None:
            new = event.data["new_state"]
            if event.data["entity_id"] == entity and new:
                told = new.attributes.get(attribute, False) if attribute else new.state == "on"
                if told == wanted:
                    shown.set()

        forget = self.house.hass.bus.async_listen("state_changed", note)
        times = []
        for number in range(self.order["commands"] + 2):
            wanted = number % 2 == 1
            shown.clear()
            began = time.monotonic()
            await self.peer.command(0, wanted)
            with suppress(TimeoutError):
                async with asyncio.timeout(3):
                    await shown.wait()
                times.append((time.monotonic() - began) * 1000)
            await asyncio.sleep(0.02)
        forget()
        self.result["commands"] = times[2:]

    async def throughput(self) -> None:
        """MiB a second of a recording and of moving pictures, through Home Assistant and through a bare proxy."""
        await self.farm("record", camera=0)
        gates = Gates(self.house, self.cameras[0])
        await gates.open()
        rates: dict[str, list[float]] = defaultdict(list)
        # More often than the rest: three processes share the cores, and what one of them misses is lost to all.
        for _ in range(self.order["runs"] * 3):
            for name, (url, token) in gates.addresses.items():
                rates[name].append(await gates.rate(url, token, self.order["amount"]))
        self.result["throughput"] = rates
        await gates.close()

    async def decoding(self) -> None:
        """Milliseconds for a MotionDetect table of a recorder, decoded and split by an expression."""
        self.result["decoding"] = decoding(self.order["runs"])

    async def long(self) -> None:
        """Many cameras for a long time, some of which come and go."""
        speed, minutes = self.order["speed"], self.order["minutes"]
        rng = random.Random(7)
        flapping = rng.sample(range(len(self.cameras)), max(len(self.cameras) // 20, 1))
        await self.farm("count")
        await self.farm("speed", speed=speed)
        fast().run_at(speed)
        samples, used, asked, late = [], [], [], 0.0
        for minute in range(minutes):
            cpu, began = time.process_time(), fast().time()
            if minute % 2 == 0:
                await self.farm("flap", cameras=rng.sample(flapping, max(len(flapping) // 2, 1)), seconds=40)
            await asyncio.sleep(60)
            late = max(late, fast().time() - began - 60)
            used.append((time.process_time() - cpu) / (fast().time() - began))
            asked.append(await self.farm("count"))
            gc.collect()
            samples.append(memory())
        self.result |= {
            "cameras": len(self.cameras),
            "memory": samples,
            "cpu": used,
            "requests": asked,
            "late": late,
            "speed": speed,
        }


async def _measure(order: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        farm = await Caller.connect(order["farm"])
        cameras = await farm("start", kinds=order["kinds"], options=order["options"])
        await house.start()
        measurement = Measurement(order, house, farm, cameras)
        for what in order["what"]:
            await getattr(measurement, what)()
        Path(order["out"]).write_text(json.dumps(measurement.result), encoding="utf-8")  # noqa: ASYNC240
        await farm("stop")
    # Threads of the peer wait for ever.
    os._exit(0)


def main(path: str) -> None:
    """Measure one thing."""
    logging.disable(logging.CRITICAL)
    run(_measure(json.loads(Path(path).read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main(sys.argv[1])
