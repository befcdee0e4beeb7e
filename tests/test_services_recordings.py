"""Actions that find recordings and keep them."""

import asyncio
from datetime import UTC, datetime, timedelta
import errno
import io
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import av
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cgi_camera import files, remux
from custom_components.cgi_camera.const import DOMAIN
from tests.conftest import Add, Simulate
from tests.ha import entity, wait_for
from tests.media import Browser
from tests.recorded import empty, finders, record
from tests.simulator import Fault
from tests.simulator.film import FRAMES, dav, film

NOON = datetime(2024, 5, 2, 12)  # noqa: DTZ001
QUIET = {"events": False}
KINDS = ("ipc-1.0.10", "dahua-camera", "message")
OPTIONS = {"message": {"hands_out": True}}
MAIN = {"ipc-1.0.10": "stream_main"}


async def act(hass: HomeAssistant, name: str, camera: str, **data: Any) -> dict[str, Any]:
    """Call an action and return what it answers for the camera."""
    answer = await hass.services.async_call(
        DOMAIN, name, {"entity_id": camera, **data}, blocking=True, return_response=True
    )
    assert isinstance(answer, dict)
    found = answer[camera]
    assert isinstance(found, dict)
    return found


async def find(hass: HomeAssistant, camera: str, **data: Any) -> list[dict[str, Any]]:
    """Return what was recorded on a day."""
    span = {"start": "2024-05-02 00:00:00", "end": "2024-05-03 00:00:00"}
    found: list[dict[str, Any]] = (await act(hass, "find_recordings", camera, **span | data))["recordings"]
    return found


@pytest.fixture(autouse=True)
async def _home(hass: HomeAssistant) -> None:
    """Live where simulated cameras with a fixed zone are."""
    await hass.config.async_set_time_zone("UTC")


async def set_up(simulate: Simulate, add: Add, hass: HomeAssistant, kind: str) -> tuple[Any, MockConfigEntry, str]:
    """Add a camera without recordings."""
    simulator = await simulate(kind, **OPTIONS.get(kind, {}))
    empty(simulator)
    entry = await add(simulator, options=QUIET)
    return simulator, entry, entity(hass, entry, Platform.CAMERA, MAIN.get(kind, "1_stream_main"))


@pytest.mark.parametrize("kind", KINDS)
async def test_find(hass: HomeAssistant, simulate: Simulate, add: Add, browser: Browser, kind: str) -> None:
    """What is found is told as data, and what it is called can be played."""
    simulator, _, camera = await set_up(simulate, add, hass, kind)
    record(simulator, NOON + timedelta(hours=4), 95)
    (found,) = await find(hass, camera)
    offset = {"dahua-camera": "+00:00"}.get(kind, "+08:00")
    assert found["start"] == f"2024-05-02T16:00:00{offset}"
    assert (found["kind"], found["stream"], found["can_play"]) == ("motion", "main", True)
    end = {"ipc-1.0.10": (None, None)}.get(kind, (f"2024-05-02T16:01:35{offset}", 95))
    assert (found["end"], found["duration"]) == end
    assert found["size"] > 100_000
    media = await browser.resolve(found["media_content_id"])
    async with browser.get(media["url"]) as response:
        assert response.status == 200
    assert finders(simulator) == 0


async def test_time_is_ours(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Start and end are times of Home Assistant, wherever the camera is."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    simulator, _, camera = await set_up(simulate, add, hass, "ipc-1.0.10")
    record(simulator, NOON)
    assert not await find(hass, camera, start="2024-05-02 06:00:01")
    (found,) = await find(hass, camera, start="2024-05-02 06:00:00", end="2024-05-02 06:00:01")
    assert found["start"] == "2024-05-02T12:00:00+08:00"
    assert [found] == await find(hass, camera, start="2024-05-02T04:00:00Z", end="2024-05-02T04:00:01+00:00")


async def test_summer_time_of_the_camera(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A camera that lives where we do has our summer time, also for recordings of the other half of the year."""
    await hass.config.async_set_time_zone("Australia/Sydney")
    simulator = await simulate("dahua-camera")
    empty(simulator)
    simulator.jump((datetime.now(ZoneInfo("Australia/Sydney")).utcoffset() or timedelta()).total_seconds())
    for month in (1, 7):
        simulator.disk.add(datetime(2024, month, 2, 12, tzinfo=UTC), 60)
    entry = await add(simulator, options=QUIET)
    camera = entity(hass, entry, Platform.CAMERA, "1_stream_main")
    found = await find(hass, camera, start="2024-01-01 00:00:00", end="2024-12-31 00:00:00")
    assert [each["start"] for each in found] == ["2024-01-02T12:00:00+11:00", "2024-07-02T12:00:00+10:00"]


async def test_kind_and_limit(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """Only what was recorded for a reason, and only so much."""
    simulator, _, camera = await set_up(simulate, add, hass, "dahua-camera")
    for minute in range(5):
        record(simulator, NOON.replace(minute=minute))
        simulator.disk.add(NOON.replace(minute=minute, tzinfo=UTC), 60)
    assert len(await find(hass, camera, kind="schedule")) == 5
    assert await find(hass, camera, kind="manual") == []
    day = {"start": "2024-05-02 00:00:00", "end": "2024-05-03 00:00:00"}
    found = await act(hass, "find_recordings", camera, **day, limit=3)
    assert (len(found["recordings"]), found["complete"]) == (3, False)
    found = await act(hass, "find_recordings", camera, **day, limit=10)
    assert (len(found["recordings"]), found["complete"]) == (10, True)
    assert finders(simulator) == 0


async def test_find_what_cannot_be_found(hass: HomeAssistant, simulate: Simulate, add: Add) -> None:
    """A time that runs backwards, a camera without recordings, one without a disk, one that is gone."""
    simulator, _, camera = await set_up(simulate, add, hass, "dahua-camera")
    with pytest.raises(ServiceValidationError) as told:
        await find(hass, camera, end="2024-05-02 00:00:00")
    assert told.value.translation_key == "time_reversed"
    simulator.refuse["/cgi-bin/mediaFileFind.cgi"] = Fault(status=400, body=b"Error\r\nBad Request!\r\n")
    with pytest.raises(HomeAssistantError) as told:
        await find(hass, camera)
    assert told.value.translation_key == "no_storage"
    await simulator.stop()
    with pytest.raises(HomeAssistantError) as told:
        await find(hass, camera)
    assert told.value.translation_key == "cannot_connect"
    entry = await add(await simulate("control"), options=QUIET)
    with pytest.raises(ServiceValidationError) as told:
        await find(hass, entity(hass, entry, Platform.CAMERA, "stream_main"))
    assert told.value.translation_key == "no_recordings"


# Keeping


@pytest.fixture
def folder(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Allow Home Assistant to write to a folder."""
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    return tmp_path


def names(folder: Path) -> list[str]:
    """Return what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


async def clip_of(hass: HomeAssistant, simulator: Any, camera: str) -> str:
    """Record something and return what it is called."""
    record(simulator, NOON)
    (found,) = await find(hass, camera, start="2024-05-01 00:00:00")
    simulator.requests.clear()
    name: str = found["media_content_id"]
    return name


@pytest.mark.parametrize("kind", KINDS)
async def test_download(hass: HomeAssistant, simulate: Simulate, add: Add, folder: Path, kind: str) -> None:
    """A clip becomes a file, in a new folder if need be, and nothing else is there."""
    simulator, _, camera = await set_up(simulate, add, hass, kind)
    clip = await clip_of(hass, simulator, camera)
    target = folder / "clips" / "a.film"
    told = await act(hass, "download_recording", camera, media_content_id=clip, filename=str(target))
    assert told == {"filename": str(target), "size": target.stat().st_size}
    assert target.read_bytes() == {"dahua-camera": dav(NOON)}.get(kind, film())
    assert names(target.parent) == ["a.film"]


async def test_download_by_id_as_mp4(hass: HomeAssistant, simulate: Simulate, add: Add, folder: Path) -> None:
    """The clip's own id does, and the name of the file makes an MP4 of a DAV."""
    simulator, _, camera = await set_up(simulate, add, hass, "dahua-camera")
    clip = (await clip_of(hass, simulator, camera)).rpartition("/")[2]
    await act(hass, "download_recording", camera, media_content_id=clip, filename=str(folder / "a.mp4"))
    with av.open(io.BytesIO((folder / "a.mp4").read_bytes())) as container:
        assert sum(1 for _ in container.decode(video=0)) == FRAMES


async def test_download_time(hass: HomeAssistant, simulate: Simulate, add: Add, folder: Path) -> None:
    """Whatever was recorded within a time, where the camera puts that together."""
    simulator, _, camera = await set_up(simulate, add, hass, "dahua-camera")
    for minute in (0, 1, 7):
        record(simulator, NOON.replace(minute=minute))
    span = {"start": "2024-05-02 12:00:30", "end": "2024-05-02 12:01:30"}
    await act(hass, "download_recording", camera, **span, filename=str(folder / "a.dav"))
    assert (folder / "a.dav").read_bytes() == dav(NOON) + dav(NOON.replace(minute=1))
    simulator, _, camera = await set_up(simulate, add, hass, "ipc-1.0.10")
    with pytest.raises(ServiceValidationError) as told:
        await act(hass, "download_recording", camera, **span, filename=str(folder / "b.mp4"))
    assert told.value.translation_key == "unsupported"


async def test_overwriting(hass: HomeAssistant, simulate: Simulate, add: Add, folder: Path) -> None:
    """A file that is there stays, unless it may be replaced; then it is there all the time."""
    simulator, _, camera = await set_up(simulate, add, hass, "ipc-1.0.10")
    clip = await clip_of(hass, simulator, camera)
    target = folder / "a.mp4"
    target.write_text("mine")
    data = {"media_content_id": clip, "filename": str(target)}
    with pytest.raises(ServiceValidationError) as told:
        await act(hass, "download_recording", camera, **data)
    assert told.value.translation_key == "file_exists"
    assert not simulator.requests
    simulator.delivery.hold_after = 20_000
    downloading = asyncio.create_task(act(hass, "download_recording", camera, **data, overwrite=True))
    await wait_for(lambda: simulator.delivery.sent >= 20_000)
    assert target.read_text() == "mine"
    simulator.delivery.go.set()
    await downloading
    assert target.read_bytes() == film()


async def test_name_taken_meanwhile(hass: HomeAssistant, simulate: Simulate, add: Add, folder: Path) -> None:
    """A file that has come while we were busy stays, too."""
    simulator, _, camera = await set_up(simulate, add, hass, "ipc-1.0.10")
    clip = await clip_of(hass, simulator, camera)
    simulator.delivery.hold_after = 1
    target = folder / "a.mp4"
    data = {"media_content_id": clip, "filename": str(target)}
    downloading = asyncio.create_task(act(hass, "download_recording", camera, **data))
    await wait_for(lambda: simulator.delivery.open)
    target.write_text("mine")
    simulator.delivery.go.set()
    with pytest.raises(ServiceValidationError):
        await downloading
    assert target.read_text() == "mine"
    assert names(folder) == ["a.mp4"]


@pytest.mark.parametrize("overwrite", [True, False])
async def test_without_links(
    monkeypatch: pytest.MonkeyPatch, hass: HomeAssistant, tmp_path: Path, overwrite: bool
) -> None:
    """File systems that know no second name for a file do as well."""

    def refuse(*_: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(files.os, "link", refuse)

    async def pieces() -> Any:
        yield b"film"

    assert await files.keep(hass, tmp_path / "a", pieces(), overwrite=overwrite) == 4
    assert (tmp_path / "a").read_bytes() == b"film"
    with pytest.raises(FileExistsError):
        await files.keep(hass, tmp_path / "a", pieces(), overwrite=False)
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("name", ["/etc/a.mp4", "a.mp4", "{folder}/../a.mp4", ""])
async def test_paths(hass: HomeAssistant, simulate: Simulate, add: Add, folder: Path, name: str) -> None:
    """Nothing is written anywhere but where Home Assistant may write."""
    simulator, _, camera = await set_up(simulate, add, hass, "ipc-1.0.10")
    clip = await clip_of(hass, simulator, camera)
    with pytest.raises(ServiceValidationError) as told:
        await act(
            hass, "download_recording", camera, media_content_id=clip, filename=name.replace("{folder}", str(folder))
        )
    assert told.value.translation_key == "path_not_allowed"
    assert not simulator.requests


@pytest.mark.parametrize("kind", ["ipc-1.0.10", "dahua-camera"])
async def test_cut_off(hass: HomeAssistant, simulate: Simulate, add: Add, folder: Path, kind: str) -> None:
    """A connection that is lost leaves nothing behind."""
    simulator, _, camera = await set_up(simulate, add, hass, kind)
    clip = await clip_of(hass, simulator, camera)
    simulator.delivery.cut_after = 100_000
    with pytest.raises(HomeAssistantError) as told:
        await act(hass, "download_recording", camera, media_content_id=clip, filename=str(folder / "a.mp4"))
    assert told.value.translation_key == "cannot_connect"
    assert names(folder) == []


async def test_disk_full(
    monkeypatch: pytest.MonkeyPatch, hass: HomeAssistant, simulate: Simulate, add: Add, folder: Path
) -> None:
    """Neither does a disk that is full."""
    simulator, _, camera = await set_up(simulate, add, hass, "ipc-1.0.10")
    clip = await clip_of(hass, simulator, camera)

    class Full(io.FileIO):
        def write(self, data: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.Path, "open", lambda path, mode: Full(path, mode.replace("b", "")))
    with pytest.raises(HomeAssistantError) as told:
        await act(hass, "download_recording", camera, media_content_id=clip, filename=str(folder / "a.mp4"))
    assert told.value.translation_key == "file_failed"
    assert told.value.translation_placeholders == {
        "filename": str(folder / "a.mp4"),
        "reason": "No space left on device",
    }
    assert names(folder) == []
    await wait_for(lambda: simulator.delivery.open == 0)


async def test_folder_in_the_way(hass: HomeAssistant, simulate: Simulate, add: Add, folder: Path) -> None:
    """A folder cannot be replaced by a file."""
    simulator, _, camera = await set_up(simulate, add, hass, "ipc-1.0.10")
    clip = await clip_of(hass, simulator, camera)
    (folder / "a.mp4").mkdir()
    data = {"media_content_id": clip, "filename": str(folder / "a.mp4"), "overwrite": True}
    with pytest.raises(HomeAssistantError) as told:
        await act(hass, "download_recording", camera, **data)
    assert told.value.translation_key == "file_failed"
    assert names(folder) == ["a.mp4"]


async def test_cancelled(hass: HomeAssistant, simulate: Simulate, add: Add, folder: Path) -> None:
    """An automation that is stopped leaves nothing behind, and the camera alone."""
    simulator, _, camera = await set_up(simulate, add, hass, "ipc-1.0.10")
    clip = await clip_of(hass, simulator, camera)
    simulator.delivery.hold_after = 1
    data = {"media_content_id": clip, "filename": str(folder / "a.mp4")}
    downloading = asyncio.create_task(act(hass, "download_recording", camera, **data))
    await wait_for(lambda: names(folder))
    downloading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await downloading
    assert names(folder) == []
    await wait_for(lambda: simulator.delivery.open == 0)


async def test_download_what_is_not_there(
    monkeypatch: pytest.MonkeyPatch, hass: HomeAssistant, simulate: Simulate, add: Add, folder: Path
) -> None:
    """A clip of another camera, one that is gone, none at all, and a DAV that nobody can make an MP4 of."""
    simulator, entry, camera = await set_up(simulate, add, hass, "dahua-camera")
    clip = await clip_of(hass, simulator, camera)
    target = str(folder / "a.mp4")

    async def refusal(**data: Any) -> str | None:
        with pytest.raises(ServiceValidationError) as told:
            await act(hass, "download_recording", camera, filename=target, **data)
        return told.value.translation_key

    assert await refusal(media_content_id=clip.replace(entry.entry_id, "other")) == "recording_elsewhere"
    assert await refusal(media_content_id=clip[:-1] + "-") == "no_recording"
    assert await refusal(media_content_id="nonsense") == "no_recording"
    assert await refusal() == "recording_what"
    assert await refusal(start="2024-05-02 12:00:00") == "recording_what"
    monkeypatch.setattr(remux, "AVAILABLE", False)
    assert await refusal(media_content_id=clip) == "no_mp4"
    simulator.refuse["/cgi-bin/"] = Fault(status=404)
    assert await refusal(media_content_id=clip) == "no_recording"
    assert names(folder) == []


async def test_account_refused(hass: HomeAssistant, simulate: Simulate, add: Add, folder: Path) -> None:
    """While the user has to be asked for the account, nothing is sent."""
    simulator, entry, camera = await set_up(simulate, add, hass, "dahua-camera")
    entry.runtime_data.rejected = True
    span = {"start": "2024-05-02 12:00:00", "end": "2024-05-02 12:01:00"}
    for name, data in (("find_recordings", {}), ("download_recording", {"filename": str(folder / "a.mp4")})):
        with pytest.raises(HomeAssistantError) as told:
            await act(hass, name, camera, **span, **data)
        assert told.value.translation_key == "invalid_auth"
    assert not simulator.requests
