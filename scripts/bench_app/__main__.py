"""Measures everything, each thing in a process of its own: bench_app [--quick] [--only WHAT]."""

import argparse
from contextlib import ExitStack
from dataclasses import dataclass
import json
from pathlib import Path
import subprocess
import sys
import tempfile
import time
from typing import Any

from .report import Report

PEERS = ("ours", "floor", "bare", "amcrest")
CAMERA = "dahua-camera"
# What the peer's integration knows, and has to find.
OPTIONS = {"lens_mask": True, "ptz": True, "presets": 8}
MIXED = ("dahua-camera", "ipc-1.0.10", "control", "message")


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    runs: int = 3
    counts: tuple[int, ...] = (1, 10, 50)
    commands: int = 30
    quiet: int = 4
    window: float = 300.0
    windows: int = 3
    speed: float = 20.0
    rounds: int = 10
    burst: float = 5.0
    rate: int = 1000
    many: int = 200
    minutes: int = 60
    many_speed: float = 25.0
    amount: int = 500_000_000


QUICK = Plan(
    runs=1,
    counts=(1, 5),
    commands=6,
    quiet=2,
    windows=1,
    speed=40.0,
    rounds=4,
    burst=1.0,
    many=20,
    minutes=5,
    amount=100_000_000,
)


def measure(folder: Path, **order: Any) -> dict[str, Any]:
    """Start a farm and a house, and return what the latter found."""
    order = {
        "targets": None,
        "registered": None,
        **order,
        "farm": str(folder / "farm"),
        "out": str(folder / "out.json"),
    }
    (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
    began = time.monotonic()
    with ExitStack() as stack:
        command = [sys.executable, "-m", "scripts.bench_app.farm", order["farm"]]
        # What it says when clients vanish at the end is of no interest.
        shed = stack.enter_context((folder / "farm.log").open("w", encoding="utf-8"))
        farm = stack.enter_context(subprocess.Popen(command, stdout=shed, stderr=shed))
        stack.callback(farm.terminate)
        while not (folder / "farm.ready").exists():
            if farm.poll() is not None or time.monotonic() > began + 60:
                raise RuntimeError(f"no cameras: {(folder / 'farm.log').read_text(encoding='utf-8')[-2000:]}")
            time.sleep(0.05)
        with (folder / "log").open("w", encoding="utf-8") as log:
            command = [sys.executable, "-m", "scripts.bench_app.measure", str(folder / "order.json")]
            subprocess.run(command, stdout=log, stderr=log, timeout=900, check=False)
    if not (folder / "out.json").exists():
        print((folder / "log").read_text(encoding="utf-8")[-3000:], file=sys.stderr)
        raise RuntimeError(f"not measured: {order['peer']} {order['what']}")
    print(
        f"{order['peer']:8} {len(order['kinds']):4} {' '.join(order['what']):20} {time.monotonic() - began:6.1f} s",
        flush=True,
    )
    found: dict[str, Any] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return found


class Bench:
    """All measurements of a plan."""

    def __init__(self, plan: Plan) -> None:
        """Have measured nothing."""
        self.plan = plan
        self.found: dict[str, Any] = {"setup": {peer: {} for peer in PEERS}}
        self._ours: dict[int, dict[str, Any]] = {}

    def _measure(self, peer: str, count: int, what: list[str], **more: Any) -> dict[str, Any]:
        more = {"kinds": [CAMERA] * count, "options": OPTIONS, **self._ours.get(count, {}), **more}
        with tempfile.TemporaryDirectory() as folder:
            found = measure(Path(folder), peer=peer, what=what, runs=self.plan.runs, **more)
        known = {name: found.pop(name) for name in ("targets", "registered")}
        if peer == "ours":
            self._ours[count] = known
        return found

    def setups(self) -> None:
        """Set-up of some numbers of cameras, and commands to one."""
        for count in self.plan.counts:
            for peer in PEERS:
                self.found["setup"][peer][count] = []
        for _ in range(self.plan.runs):
            for count in self.plan.counts:
                for peer in PEERS:
                    what = ["setup", "commands", "again"] if count == 1 else ["setup", "again"]
                    found = self._measure(peer, count, what, commands=self.plan.commands)
                    self.found["setup"][peer][count].append(found)

    def steady(self) -> None:
        """Quiet time."""
        plan = self.plan
        schedules = None
        self.found["steady"] = {}
        for peer in PEERS:
            # Entities of which nothing is told cost nothing: the floor is theirs, too.
            if peer == "bare":
                continue
            found = self._measure(
                peer,
                plan.quiet,
                ["setup", "steady"],
                speed=plan.speed,
                window=plan.window,
                windows=plan.windows,
                schedules=schedules,
            )
            taken = [window.pop("schedule") for window in found["windows"]]
            schedules = schedules or taken
            self.found["steady"][peer] = found

    def alarms(self) -> None:
        """Alarms of all cameras, and many of one."""
        plan = self.plan
        self.found["alarms"] = {
            peer: self._measure(
                peer, plan.counts[-1], ["setup", "alarms"], rounds=plan.rounds, rate=plan.rate, burst=plan.burst
            )
            for peer in PEERS
        }

    def throughput(self) -> None:
        """Large things."""
        self.found["throughput"] = self._measure(
            "ours", 1, ["setup", "throughput", "decoding"], amount=self.plan.amount
        )

    def long(self) -> None:
        """Many cameras of all dialects for a long time."""
        plan = self.plan
        kinds = [MIXED[number % len(MIXED)] for number in range(plan.many)]
        self.found["long"] = self._measure(
            "ours", plan.many, ["setup", "long"], kinds=kinds, options={}, speed=plan.many_speed, minutes=plan.minutes
        )


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="measure little, and write nothing")
    parser.add_argument("--only", choices=("setups", "steady", "alarms", "throughput", "long"), action="append")
    parser.add_argument("--raw", type=Path, help="where to write all figures as JSON")
    options = parser.parse_args()
    bench = Bench(QUICK if options.quick else Plan())
    began = time.monotonic()
    for what in options.only or ("setups", "steady", "alarms", "throughput", "long"):
        if what != "setups" and what != "long" and not bench._ours and options.only:  # noqa: PLR1714, SLF001
            for count in {1, bench.plan.quiet, bench.plan.counts[-1]}:
                bench._measure("ours", count, ["setup"])  # noqa: SLF001
        getattr(bench, what)()
    minutes = (time.monotonic() - began) / 60
    if options.raw:
        options.raw.write_text(json.dumps(bench.found), encoding="utf-8")
    report = Report(bench.found, bench.plan.quiet, minutes)
    print(report.table())
    if not (options.quick or options.only):
        report.write()


if __name__ == "__main__":
    main()
