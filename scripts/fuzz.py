"""Looks for what the engine cannot digest: fuzz.py [CASES] [SEED]."""

import argparse
import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
import logging
import os
from pathlib import Path
import random
import signal
import sys
import time
import traceback

sys.path.insert(0, str(Path(__file__).parent.parent))
# The test package of Home Assistant brings a custom_components of its own.
import custom_components.cgi_camera.protocol as engine

# What Home Assistant's camera component lacks on this machine is of no interest here.
logging.disable(logging.ERROR)
from tests.protocol.mangled import DIALECTS, Dialect, Session, digest, swollen  # noqa: E402

STEPS = 25
"""Cases that one camera answers, one after the other."""
SECONDS = 2.0
"""Processor time of one case that is a finding."""
SIZES = (24_000, 96_000)
GROWTH = 8.0
"""How many times as long the second size may take; four times is linear, sixteen quadratic."""
WORTH = 0.1
"""Seconds below which nothing is said of growth."""
ENGINE = str(Path(engine.__file__).parent)


class Slow(BaseException):
    """A case took too long."""


@dataclass
class Findings:
    """How often something was found, where, and how to see it again."""

    cases: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    shown: dict[str, str] = field(default_factory=dict)

    def add(self, what: str, how: str) -> None:
        """Count one."""
        self.counts[what] += 1
        self.shown.setdefault(what, how)

    def merge(self, other: Findings) -> None:
        """Take what another process found."""
        self.cases += other.cases
        self.counts += other.counts
        self.shown = other.shown | self.shown


def _late(*_: object) -> None:
    raise Slow


def _where(err: BaseException) -> str:
    """Name an error by the line of the engine that it came from."""
    frames = traceback.extract_tb(err.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(ENGINE)] or frames
    return f"{type(err).__name__} in {Path(own[-1].filename).name}:{own[-1].lineno} {own[-1].name}"


async def _camera(seed: int, findings: Findings) -> None:
    rng = random.Random(seed)
    name = rng.choice(sorted(DIALECTS))
    session = Session(rng, DIALECTS[name])
    for step in range(STEPS):
        findings.cases += 1
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            await session.step()
        except (Exception, Slow) as err:  # noqa: BLE001
            told = "".join(traceback.format_exception(err)[-6:])
            findings.add(_where(err), f"{name}, seed {seed}, step {step}\n{told}")
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def share(seeds: range) -> Findings:
    """Run one process's share of the cameras."""
    signal.signal(signal.SIGVTALRM, _late)
    findings = Findings()

    async def run() -> None:
        for seed in seeds:
            await _camera(seed, findings)

    asyncio.run(run())
    return findings


def _spent(dialect: Dialect, body: bytes, piece: int) -> float:
    began = time.process_time()
    digest(dialect, body, piece)
    return time.process_time() - began


def growth(position: int) -> Findings:
    """Time one repeated thing at both sizes."""
    findings = Findings(cases=len(DIALECTS) * 2)
    bodies = [body for size in SIZES for at, body in enumerate(swollen(size)) if at == position]
    for name, dialect in DIALECTS.items():
        for piece in (61, 1448) if dialect.push else (1448,):
            spent = [_spent(dialect, body, piece) for body in bodies]
            if spent[1] > max(WORTH, GROWTH * spent[0]):
                spent = [min(_spent(dialect, body, piece) for _ in range(3)) for body in bodies]
            if spent[1] > max(WORTH, GROWTH * spent[0]):
                what = f"{name}: {bodies[0][:40]!r}… in pieces of {piece}"
                findings.add(f"growth of {what}", f"{spent[0]:.3f} s, then {spent[1]:.3f} s")
    return findings


def _shares(cases: int, first: int, size: int = 40) -> Iterator[range]:
    cameras = max(cases // STEPS, 1)
    for start in range(0, cameras, size):
        yield range(first + start, first + min(start + size, cameras))


def main() -> int:
    """Run all, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=1_000_000)
    parser.add_argument("seed", type=int, nargs="?", default=0, help="the first camera's, to see a finding again")
    options = parser.parse_args()
    findings = Findings()
    began = time.perf_counter()
    with ProcessPoolExecutor(os.process_cpu_count()) as pool:
        for found in pool.map(share, _shares(options.cases, options.seed)):
            findings.merge(found)
        seconds = time.perf_counter() - began
        print(f"{findings.cases} cases in {seconds:.0f} s, {findings.cases / seconds:.0f} a second", flush=True)
        if options.cases > STEPS:
            positions = range(sum(1 for _ in swollen(1)))
            for found in pool.map(growth, positions):
                findings.merge(found)
            print(f"{len(positions)} repeated things at {SIZES[0]} and {SIZES[1]} bytes", flush=True)
    for what, count in findings.counts.most_common():
        print(f"\n{count} x {what}\n{findings.shown[what]}")
    print(f"found: {len(findings.counts)}")
    return 1 if findings.counts else 0


if __name__ == "__main__":
    sys.exit(main())
