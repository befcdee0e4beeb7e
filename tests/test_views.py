"""Recordings passed on to browsers."""

import asyncio
from dataclasses import replace
from datetime import datetime
import gc
import io
import tracemalloc
from typing import Any

from aiohttp import ClientPayloadError
import av
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera import recordings, remux, views
from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.media import Clip, Span
from custom_components.cgi_camera.protocol.model import Slot
from tests.conftest import Add, Simulate
from tests.ha import wait_for
from tests.media import Browser
from tests.recorded import empty, record
from tests.simulator import Fault
from tests.simulator.film import FRAMES, dav, film

NOON = datetime(2024, 5, 2, 12)  # noqa: DTZ001
QUIET = {"events": False}


async def clip_of(simulator: Any, entry: MockConfigEntry, **more: Any) -> tuple[str, Clip]:
    """Record a clip and return its address."""
    empty(simulator)
    record(simulator, NOON, **more)
    archive = entry.runtime_data.camera.archive
    (channel,) = archive.channels
    ((clip,), _) = (await archive.find(channel, Span.of(NOON.date()), limit=2)).clips, None
    simulator.requests.clear()
    return recordings.Source(entry.runtime_data, archive, channel).url(clip), clip


async def ipc_clip(simulate: Simulate, add: Add) -> tuple[Any, str]:
    """Add a camera with a clip."""
    simulator = await simulate("ipc-1.0.10")
    url, _ = await clip_of(simulator, await add(simulator))
    return simulator, url


async def dahua_clip(simulate: Simulate, add: Add) -> tuple[Any, str]:
    """Add a device with a clip."""
    simulator = await simulate("dahua-camera")
    url, _ = await clip_of(simulator, await add(simulator, options=QUIET))
    return simulator, url


def lengthen(simulator: Any, copies: int = 200) -> None:
    """Make a film longer than what fits into all buffers on its way."""
    if simulator.kind == "ipc-1.0.10":
        simulator.recordings.copies = copies
    else:
        simulator.disk.files[:] = [replace(file, size=file.size * copies) for file in simulator.disk.files]


@pytest.mark.parametrize("ranges", [True, False])
async def test_ranges(simulate: Simulate, add: Add, browser: Browser, ranges: bool) -> None:
    """A player gets what it asks for, whether the camera knows ranges or not."""
    simulator, url = await ipc_clip(simulate, add)
    simulator.delivery.ranges = ranges
    whole = film()
    for asked, part in (("0-1", slice(0, 2)), ("0-", slice(0, None)), ("1000-1999", slice(1000, 2000))):
        async with browser.get(url, Range=f"bytes={asked}") as response:
            assert (response.status, response.content_type) == (206, "video/mp4")
            first, last, _ = part.indices(len(whole))
            assert response.headers["Content-Range"] == f"bytes {first}-{last - 1}/{len(whole)}"
            assert response.content_length == last - first
            assert await response.read() == whole[part]
    async with browser.get(url, Range="bytes=-10") as response:
        assert await response.read() == whole[-10:]
    async with browser.get(url, Range=f"bytes={len(whole)}-") as response:
        assert response.status == 416
        assert response.headers["Content-Range"].endswith({True: "*", False: str(len(whole))}[ranges])
    for senseless in ("lines=1-2", "bytes=9-1", "bytes=1-2,5-6"):
        async with browser.get(url, Range=senseless) as response:
            assert response.status == 200
            assert response.headers["Accept-Ranges"] == "bytes"
            assert response.content_length == len(whole)
    await wait_for(lambda: simulator.delivery.open == 0)


async def test_unknown_length(simulate: Simulate, add: Add, browser: Browser) -> None:
    """What the camera does not count is passed on as it comes."""
    simulator, url = await ipc_clip(simulate, add)
    simulator.delivery.ranges = simulator.delivery.counted = False
    async with browser.get(url, Range="bytes=5-6") as response:
        assert (response.status, response.content_length) == (200, None)
        assert "Accept-Ranges" not in response.headers


async def test_login(simulate: Simulate, add: Add, browser: Browser) -> None:
    """Without a log-in there is nothing to see, and the camera does not hear of it."""
    simulator, url = await ipc_clip(simulate, add)
    async with browser.get(url, known=False) as response:
        assert response.status == 401
    async with browser.get(f"{url}?authSig=eyJhbGciOiJub25lIn0.e30.", known=False) as response:
        assert response.status == 401
    assert not simulator.requests


async def test_headers(simulate: Simulate, add: Add, browser: Browser) -> None:
    """Neither the camera's headers nor anything else of it reaches the browser."""
    _, url = await dahua_clip(simulate, add)
    async with browser.get(url) as response:
        assert response.headers["Content-Disposition"] == 'inline; filename="2024-05-02 12.00.00.mp4"'
        assert {"Content-Type", "Content-Disposition", "Transfer-Encoding", "Date", "Server"} == set(response.headers)


async def test_dav_plays(simulate: Simulate, add: Add, browser: Browser) -> None:
    """A DAV arrives as MP4 with sound, from its beginning whatever part is asked for."""
    _, url = await dahua_clip(simulate, add)
    async with browser.get(url, Range="bytes=100-") as response:
        assert (response.status, response.content_type) == (200, "video/mp4")
        made = await response.read()
    with av.open(io.BytesIO(made)) as container:
        times = [frame.time for frame in container.decode(video=0)]
        assert times == pytest.approx([n / 5 for n in range(FRAMES)])
        assert container.streams.audio[0].codec_context.name == "aac"


async def test_dav_under_another_name(simulate: Simulate, add: Add, browser: Browser) -> None:
    """A DAV that is called MP4, as some devices do, is found out."""
    simulator, url = await ipc_clip(simulate, add)
    simulator.refuse["/playback"] = Fault(status=200, body=dav(NOON), content_type="video/mp4")
    async with browser.get(url) as response:
        assert (await response.read())[4:8] == b"ftyp"
        assert "Accept-Ranges" not in response.headers


async def test_dav_without_av(monkeypatch: pytest.MonkeyPatch, simulate: Simulate, add: Add, browser: Browser) -> None:
    """Where Home Assistant cannot make an MP4 of it, a DAV is there to be downloaded."""
    monkeypatch.setattr(remux, "AVAILABLE", False)
    _, url = await dahua_clip(simulate, add)
    async with browser.get(url) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"].endswith('.dav"')
        assert (await response.read()).startswith(b"DHAV")


async def test_no_film_after_all(simulate: Simulate, add: Add, browser: Browser) -> None:
    """What only begins like a DAV ends as a broken connection, not as an empty film."""
    simulator, url = await dahua_clip(simulate, add)
    simulator.refuse["/cgi-bin/RPC_Loadfile"] = Fault(status=200, body=b"DHAV\xfd" + bytes(5000))
    async with browser.get(url) as response:
        with pytest.raises(ClientPayloadError):
            await response.read()


@pytest.mark.parametrize("clip", [ipc_clip, dahua_clip])
async def test_cut_off(simulate: Simulate, add: Add, browser: Browser, clip: Any) -> None:
    """A film that the camera does not send to its end does not look like a whole one."""
    simulator, url = await clip(simulate, add)
    simulator.delivery.cut_after = 100_000
    async with browser.get(url) as response:
        assert response.status == 200
        with pytest.raises(ClientPayloadError):
            await response.read()


@pytest.mark.parametrize("clip", [ipc_clip, dahua_clip])
async def test_client_leaves(simulate: Simulate, add: Add, browser: Browser, clip: Any) -> None:
    """The camera's connection closes at once, though no byte of it is under way."""
    simulator, url = await clip(simulate, add)
    lengthen(simulator)
    simulator.delivery.hold_after = 3_000_000
    async with browser.get(url) as response:
        assert await response.content.readany()
        assert simulator.delivery.open == 1
    await wait_for(lambda: simulator.delivery.open == 0)
    async with browser.get(url) as response:
        assert await response.content.readany()


async def test_client_leaves_early(simulate: Simulate, add: Add, browser: Browser) -> None:
    """So it does when the camera has not even begun."""
    simulator, url = await dahua_clip(simulate, add)
    simulator.refuse["/cgi-bin/RPC_Loadfile"] = Fault(delay=0.3)

    async def get() -> None:
        async with browser.get(url):
            pass

    waiting = asyncio.create_task(get())
    await wait_for(lambda: any("RPC_Loadfile" in r.path for r in simulator.requests))
    waiting.cancel()
    await wait_for(lambda: all(r.status for r in simulator.requests))
    assert simulator.delivery.busiest <= 1
    await wait_for(lambda: simulator.delivery.open == 0)


@pytest.mark.parametrize("clip", [ipc_clip, dahua_clip])
async def test_client_stalls(
    monkeypatch: pytest.MonkeyPatch, simulate: Simulate, add: Add, browser: Browser, clip: Any
) -> None:
    """Who takes nothing for long makes room for others."""
    monkeypatch.setattr(views, "STALLED", 0.1)
    simulator, url = await clip(simulate, add)
    lengthen(simulator)
    async with browser.get(url) as response:
        assert await response.content.readany()
        await wait_for(lambda: simulator.delivery.open == 0)


async def test_places(
    monkeypatch: pytest.MonkeyPatch, hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser
) -> None:
    """Two films at a time from one camera; another one is told to wait, and polls go on."""
    monkeypatch.setattr("custom_components.cgi_camera.protocol.transport.TOTAL", 0.2)
    simulator, url = await ipc_clip(simulate, add)
    (entry,) = hass.config_entries.async_entries("cgi_camera")
    simulator.delivery.hold_after = 1
    async with browser.get(url) as one, browser.get(url) as two:
        assert (one.status, two.status) == (200, 200)
        async with browser.get(url) as three:
            assert three.status == 503
            assert await three.text() == "other recordings are under way"
        simulator.values["image"]["brightness"] = "7"
        entry.runtime_data.camera.expire([Slot(0, f.BRIGHTNESS)])
        await entry.runtime_data.async_refresh()
        assert entry.runtime_data.camera.state.get(Slot(0, f.BRIGHTNESS)) == 7
    await wait_for(lambda: simulator.delivery.open == 0)
    assert simulator.delivery.busiest == 2
    simulator.delivery.go.set()
    async with browser.get(url) as response:
        assert await response.read() == film()


@pytest.mark.parametrize(("clip", "copies"), [(ipc_clip, 200), (dahua_clip, 80)])
async def test_memory(simulate: Simulate, add: Add, browser: Browser, clip: Any, copies: int) -> None:
    """A long film passes through without ever being in memory, also where it is made into an MP4."""
    simulator, url = await clip(simulate, add)
    lengthen(simulator, copies)
    simulator.delivery.piece = 4 * 65536
    gc.collect()
    tracemalloc.start()
    try:
        total = 0
        async with browser.get(url) as response:
            while piece := await response.content.readany():
                total += len(piece)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert total >= copies * len(film()) > 18_000_000
    assert peak < 8_000_000


async def test_nonsense(simulate: Simulate, add: Add, browser: Browser) -> None:
    """Nothing but clips that a camera lists can be had; it is not even asked for anything else."""
    simulator, url = await ipc_clip(simulate, add)
    head, _, _ = url.rpartition("/")
    entry_id = url.split("/")[4]
    for path, status in (
        (f"{head}/..%2f..%2fetc%2fpasswd", 400),
        (f"{head}/%2e%2e", 404),
        (f"{head}/%2fplayback%2fmnt%2fmmc0%2fmotion%2f20240502%2f120000-av-1.mp4", 404),
        (f"{head}/20240502T120000-0123456789abcde", 404),
        (f"/api/cgi_camera/recordings/{entry_id}/7/{url.rpartition('/')[2]}", 404),
        (f"/api/cgi_camera/recordings/{entry_id}/-1/x", 404),
        (f"/api/cgi_camera/recordings/nobody/0/{url.rpartition('/')[2]}", 404),
        ("/api/cgi_camera/recordings/..%2f..%2f/0/x", 400),
    ):
        async with browser.get(path) as response:
            assert response.status == status, path
    assert not simulator.requests
    # What could be a clip is looked for, among those that the camera lists.
    async with browser.get(f"{head}/20240502T120000-0123456789abcdef") as response:
        assert response.status == 404
    assert {r.path for r in simulator.requests} == {"/cgi-bin/get_record_query"}


async def test_after_restart(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """An address stays good when nobody remembers the list any more."""
    simulator, url = await dahua_clip(simulate, add)
    (entry,) = hass.config_entries.async_entries("cgi_camera")
    assert await hass.config_entries.async_reload(entry.entry_id)
    async with browser.get(url) as response:
        assert response.status == 200
    assert not simulator.disk.finders


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault(status=404), 404),
        (Fault(status=503), 503),
        (Fault(drop=True), 502),
        (Fault(status=302), 502),
        (Fault(status=401), 502),
        (Fault(status=200, body=b"<html>pass1234</html>"), 502),
    ],
)
async def test_refused(simulate: Simulate, add: Add, browser: Browser, fault: Fault, status: int) -> None:
    """What the camera says instead of a film becomes a status, without secrets."""
    simulator, url = await ipc_clip(simulate, add)
    simulator.refuse["/playback"] = fault
    async with browser.get(url) as response:
        assert response.status == status
        text = await response.text()
    for secret in (simulator.password, simulator.host, "playback"):
        assert secret not in text


async def test_not_set_up(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """A camera that is not set up, and one whose account is refused, are not asked."""
    simulator, url = await ipc_clip(simulate, add)
    (entry,) = hass.config_entries.async_entries("cgi_camera")
    entry.runtime_data.rejected = True
    async with browser.get(url) as response:
        assert response.status == 502
    assert await hass.config_entries.async_unload(entry.entry_id)
    async with browser.get(url) as response:
        assert response.status == 502
    assert not simulator.requests


async def test_account_refused(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser) -> None:
    """A refusal of the account is judged by the polls, of which one follows at once."""
    simulator, url = await dahua_clip(simulate, add)
    simulator.password = "another"
    async with browser.get(url) as response:
        assert response.status == 502
    (entry,) = hass.config_entries.async_entries("cgi_camera")
    await wait_for(lambda: entry.runtime_data.rejected)
    assert not entry.runtime_data.last_update_success
