"""The simulator as a program of its own."""

import asyncio
from pathlib import Path
import re
import subprocess
import sys

from aiohttp import ClientSession
import pytest

from tests.simulator import MODELS
from tests.simulator.faults import CATALOGUE, Fault
from tests.simulator.options import described

ROOT = Path(__file__).parents[2]


async def test_runs_until_told_to_end(session: ClientSession) -> None:
    arguments = ("dahua-doorbell", "--control", "0", "--option", "rtsp=true", "--option", "rings=talk")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.simulator", *arguments, cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    found = re.fullmatch(r"dahua-doorbell at (http://\S+), RTSP on port \d+, control on port (\d+)\n", line)
    assert found is not None
    async with session.get(f"{found[1]}/cgi-bin/snapshot.cgi") as answer:
        assert answer.status == 401
    async with session.post(f"http://127.0.0.1:{found[2]}/alarm?kind=ring") as answer:
        assert answer.status == 200
    async with session.get(f"http://127.0.0.1:{found[2]}/state") as answer:
        assert (await answer.json())["settings"]["call"] == "ringing"
    process.terminate()
    assert await process.wait() == 0


@pytest.mark.parametrize("name", MODELS)
def test_options_of_every_model_are_told(name: str) -> None:
    told = described(MODELS[name])
    assert "    viewer_password='look1234'" in told
    assert "RtspHabits, as rtsp={...}" in told
    assert "``times``" not in told


def test_what_a_model_is_made_with_comes_first() -> None:
    assert described(MODELS["dahua-dome"]).startswith("Made with\n    ptz=True\n")
    assert "    host=..." in described(MODELS["ipc-1.0.10"])


def test_the_page_for_contributors_names_every_model_and_fault() -> None:
    page = (ROOT / "docs" / "simulator.md").read_text()
    for name in (*MODELS, *CATALOGUE, *Fault.__dataclass_fields__):
        assert f"`{name}`" in page
