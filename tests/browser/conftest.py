"""A Home Assistant with its real frontend, simulated cameras that it does not know yet, and a browser."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from dataclasses import dataclass
import io
from pathlib import Path
import sys
from typing import Any

import aiohttp
from PIL import Image
from playwright.async_api import Page, async_playwright, expect
import pytest

from scripts.demo_app import checks
from scripts.demo_app.adding import introduce
from scripts.demo_app.cameras import CAMERAS
from scripts.demo_app.client import HomeAssistant
from scripts.demo_app.dashboard import lay_out
from scripts.demo_app.installation import onboard, start
from scripts.demo_app.processes import ROOT, free_port
from scripts.demo_app.simulated import Simulated, has_gstreamer, start_cameras, start_rtsp

LOGS = ROOT / ".demo"
PICTURES = ROOT / "docs" / "images" / "tour"
CHROMIUM = Path(sys.prefix) / "bin" / "chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
SIZE = {"width": 1280, "height": 800}
# How long anything may take to show. Only what fails takes as long.
PATIENCE = 60_000

# All icons are there, and two seconds' frames of every video in sight were shown: none is caught while it begins.
# It takes fifteen seconds at most.
READY = """async () => {
  const bare = root => [...root.querySelectorAll("*")].some(element => element.shadowRoot && (
    (/^HA-(STATE-)?ICON$/.test(element.tagName) && !element.shadowRoot.querySelector("ha-icon, ha-svg-icon"))
    || bare(element.shadowRoot)));
  for (let turn = 0; turn < 50 && bare(document); turn++) await new Promise(resolve => setTimeout(resolve, 100));
  const seen = [];
  const look = root => root.querySelectorAll("*").forEach(element => {
    if (element.shadowRoot) look(element.shadowRoot);
    if (element.tagName === "VIDEO" && !element.ended && element.checkVisibility()) seen.push(element);
  });
  look(document);
  const inView = seen.filter(video => {
    const { top, bottom } = video.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  const frames = video => new Promise(resolve => {
    let left = 24;
    video.addEventListener("ended", resolve);
    const next = () => (left-- ? video.requestVideoFrameCallback(next) : resolve());
    next();
  });
  await Promise.race([Promise.all(inView.map(frames)), new Promise(resolve => setTimeout(resolve, 10000))]);
}"""

FAILED = pytest.StashKey[bool]()

type Picture = Callable[[str], Awaitable[None]]


@dataclass
class Demo:
    """What runs. Cameras are in it by their names."""

    home: HomeAssistant
    session: aiohttp.ClientSession
    simulated: dict[str, Simulated]
    rtsp_ports: dict[str, int]
    mail_port: int

    @property
    def live(self) -> bool:
        """Whether the cameras have H.264."""
        return bool(self.rtsp_ports)

    async def told(self, name: str, path: str) -> Any:
        """Return what a simulated camera tells by its control port."""
        async with self.session.get(self.simulated[name].control / path) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def alarm(self, name: str, kind: str, on: bool) -> None:
        """Let something happen before a simulated camera."""
        await self.simulated[name].alarm(self.session, kind, on)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the pictures be asked for."""
    parser.addoption("--update-images", action="store_true", help="take the pictures of docs/tour.md anew")


@pytest.fixture(scope="session")
async def demo() -> AsyncIterator[Demo]:
    """Start everything that `scripts/demo` does, and add no camera."""
    LOGS.mkdir(exist_ok=True)
    for old in (*LOGS.glob("*.log"), *LOGS.glob("*.png")):
        old.unlink()
    mail_port = free_port()
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        ports = await start_rtsp(stack, CAMERAS, LOGS) if await has_gstreamer() else {}
        cameras, home = await asyncio.gather(
            start_cameras(stack, CAMERAS, ports, mail_port, LOGS), start(stack, session, free_port(), LOGS)
        )
        await onboard(stack, home)
        yield Demo(home, session, {one.camera.name: one for one in cameras}, ports, mail_port)


@pytest.fixture(scope="session")
async def cameras(demo: Demo) -> checks.Cameras:
    """Add all cameras that were not yet added, and lay out the demo's dashboard."""
    known = await demo.home.ask("config_entries/get", domain="cgi_camera")
    entries = {entry["title"]: entry["entry_id"] for entry in known}
    for name, one in demo.simulated.items():
        if name not in entries:
            entries[name] = await introduce(demo.home, one, demo.rtsp_ports, demo.mail_port)
    found = await checks.settled(demo.home, list(entries.values()))
    cameras = [(one, found[entries[name]]) for name, one in demo.simulated.items()]
    for _, devices in cameras:
        await checks.watch_for_motion(demo.home, devices)
    await lay_out(demo.home, cameras, live=demo.live)
    return cameras


@pytest.fixture(scope="session")
async def page(demo: Demo) -> AsyncIterator[Page]:
    """Open a browser. Home Assistant logs it in."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(
            base_url=str(demo.home.base),
            viewport=SIZE,
            color_scheme="light",
            reduced_motion="reduce",
            locale="en-US",
            timezone_id="UTC",
        )
        page.set_default_timeout(PATIENCE)
        yield page
        await browser.close()


@pytest.fixture
def picture(request: pytest.FixtureRequest, page: Page) -> Picture:
    """Return what takes a picture for docs/tour.md, if that was asked for."""

    async def take(name: str) -> None:
        if request.config.getoption("--update-images"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            await page.evaluate(READY)
            seen = await page.screenshot(animations="disabled")
            Image.open(io.BytesIO(seen)).convert("RGB").save(PICTURES / f"{name}.webp", quality=82, method=6)

    return take


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember of a test whether it failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(autouse=True)
async def _page_of_a_failure(request: pytest.FixtureRequest, page: Page) -> AsyncIterator[None]:
    """Keep what the page looked like."""
    yield
    if request.node.stash.get(FAILED, False):
        await page.screenshot(path=LOGS / f"{request.node.name}.png")
