"""Whether what the demo shows is true: states, pictures, video, controls and alarms."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from ctypes.util import find_library
from datetime import datetime
import time
from urllib.parse import urljoin

import aiohttp

from .client import HomeAssistant
from .entities import Device, Entity, entities_of
from .errors import DemoFailed
from .simulated import Simulated

# Until somebody presses it, a button has no state; until something happens, an event and its time have none; between
# presets a head is at none.
UNKNOWN_AT_FIRST = {"button", "event"}
UNKNOWN_KEYS_AT_FIRST = {"last_alarm", "preset"}
UNAVAILABLE = {None, "unavailable"}

type Cameras = Sequence[tuple[Simulated, list[Device]]]


def enabled(devices: Sequence[Device]) -> list[Entity]:
    return [entity for device in devices for entity in device.entities if entity.enabled]


def stateless(devices: Sequence[Device]) -> list[Entity]:
    """Return the entities that ought to have a state and have none."""
    return [e for e in enabled(devices) if e.state in UNAVAILABLE or (e.state == "unknown" and not _may_wait(e))]


def _may_wait(entity: Entity) -> bool:
    return entity.domain in UNKNOWN_AT_FIRST or entity.key in UNKNOWN_KEYS_AT_FIRST


async def settled(home: HomeAssistant, entries: Sequence[str], patience: float = 60) -> dict[str, list[Device]]:
    """Return the devices of every entry, once all of their entities have a state or it took too long.

    What a camera can be told and not asked is told it, once.
    """
    told: set[str] = set()
    clock = asyncio.get_running_loop()
    end = clock.time() + patience
    while True:
        found = await entities_of(home, entries)
        everything = [device for devices in found.values() for device in devices]
        lacking = stateless(everything)
        if all(enabled(devices) for devices in found.values()) and not lacking:
            return found
        for entity in lacking:
            if entity.is_assumed and entity.entity_id not in told:
                told.add(entity.entity_id)
                await _tell(home, entity)
        if clock.time() > end:
            return found
        await asyncio.sleep(0.5)


async def _tell(home: HomeAssistant, entity: Entity) -> None:
    match entity.domain:
        case "switch":
            await home.call("switch", "turn_on", entity.entity_id)
        case "select":
            await home.call("select", "select_option", entity.entity_id, option=entity.attributes["options"][0])
        case "number":
            await home.call("number", "set_value", entity.entity_id, value=entity.attributes["max"])


async def everything(
    home: HomeAssistant, session: aiohttp.ClientSession, cameras: Cameras, delays: dict[str, float], *, live: bool
) -> AsyncIterator[tuple[str, list[str]]]:
    """Check one thing after the other and tell what was found wrong with it. `delays` gets those of alarm mails."""
    yield "every enabled entity has a state", await states_missing(cameras)
    yield "every picture is there", await pictures_missing(home, cameras, live=live)
    if live:
        yield "H.264 of every camera plays", await video_missing(home, cameras)
    yield "a control of every camera works", await controls_dead(home, cameras)
    yield "alarm mails turn motion on", await mails_lost(home, session, cameras, delays)
    yield "heads move", await heads_dead(home, cameras)
    yield "motion alarms come and go", await alarms_silent(home, session, cameras)
    yield "Home Assistant's log is clean", await errors_logged(home)


async def states_missing(cameras: Cameras) -> list[str]:
    """Name every entity without a state."""
    missing = [f"{entity.entity_id} is {entity.state}" for _, devices in cameras for entity in stateless(devices)]
    empty = [f"{simulated.camera.name} has no entities" for simulated, devices in cameras if not enabled(devices)]
    return empty + missing


async def pictures_missing(home: HomeAssistant, cameras: Cameras, *, live: bool) -> list[str]:
    """Fetch a still of every camera entity as the frontend does."""
    # Home Assistant draws stills of a video with this library of the system.
    from_video = live and find_library("turbojpeg") is not None
    entities = [
        entity
        for simulated, devices in cameras
        if simulated.camera.stills or from_video
        for device in devices
        for entity in device.find("camera")
    ]
    found = await asyncio.gather(*(_picture(home, entity) for entity in entities))
    return [line for line in found if line]


async def _picture(home: HomeAssistant, entity: Entity) -> str:
    """Say what is wrong with a still. One that is drawn from a video is there when the video has begun."""
    fault = ""
    for _ in range(5):
        try:
            kind, body = await home.read(f"/api/camera_proxy/{entity.entity_id}")
        except DemoFailed as err:
            fault = f"{entity.entity_id} shows no picture: {err}"
        else:
            return "" if body.startswith(b"\xff\xd8") else f"{entity.entity_id} shows {kind} instead of a picture"
        await asyncio.sleep(1)
    return fault


async def video_missing(home: HomeAssistant, cameras: Cameras) -> list[str]:
    """Play the first seconds of one camera entity of every camera, as the frontend does."""
    firsts = [next((e for device in devices for e in device.find("camera")), None) for _, devices in cameras]
    found = await asyncio.gather(*(_plays(home, entity) for entity in firsts if entity is not None))
    return [line for line in found if line]


async def _plays(home: HomeAssistant, entity: Entity) -> str:
    try:
        await _play(home, entity)
    except DemoFailed as err:
        return f"{entity.entity_id} does not play: {err}"
    return ""


async def _play(home: HomeAssistant, entity: Entity) -> None:
    address = (await home.ask("camera/stream", entity_id=entity.entity_id))["url"]
    for _ in range(2):  # the master playlist names the one with the segments
        _, body = await home.read(address)
        address = urljoin(address, next(line for line in body.decode().splitlines() if line and line[0] != "#"))
    kind, segment = await home.read(address)
    if b"moof" not in segment[:200] and b"ftyp" not in segment[:20]:
        raise DemoFailed(f"{len(segment)} bytes of {kind} are no segment")


async def controls_dead(home: HomeAssistant, cameras: Cameras) -> list[str]:
    """Turn one control of every camera and see its state follow; leave it as it was."""
    dead = []
    for simulated, devices in cameras:
        levels = [entity for device in devices for entity in device.find("number", "brightness", "contrast")]
        if not levels:
            dead.append(f"{simulated.camera.name} has no brightness")
            continue
        level = levels[0]
        before = float(level.state or 0)
        other = before + (1 if before < level.attributes["max"] else -1)
        for value in (other, before):
            await home.call("number", "set_value", level.entity_id, value=value)
            if not await _becomes(home, level, str(value), 10):
                dead.append(f"{level.entity_id} did not become {value:g}")
    return dead


async def heads_dead(home: HomeAssistant, cameras: Cameras) -> list[str]:
    """Send every head that tells where it is to a preset and move it away, and see its preset come and go."""
    dead = []
    for simulated, (device, *_) in cameras:
        if not simulated.camera.tells_preset:
            continue
        preset, camera = device.find("select", "preset")[0], device.find("camera")[0]
        wanted = preset.attributes["options"][-1]
        await home.call("select", "select_option", preset.entity_id, option=wanted)
        if not await _becomes(home, preset, wanted, 10):
            dead.append(f"{preset.entity_id} did not become {wanted}")
        await home.call("cgi_camera", "ptz_move", camera.entity_id, direction="left", duration=0.5)
        if not await _becomes(home, preset, "unknown", 10):
            dead.append(f"{camera.entity_id} did not move away from {wanted}")
    return dead


async def alarms_silent(home: HomeAssistant, session: aiohttp.ClientSession, cameras: Cameras) -> list[str]:
    """Let something move before every camera and channel and see the motion sensors turn on and off."""
    faults = [
        f"{simulated.camera.name} has no motion sensor"
        for simulated, devices in cameras
        if simulated.camera.alarms and not any(device.find("binary_sensor", "motion") for device in devices)
    ]
    for _, devices in cameras:
        await watch_for_motion(home, devices)
    found = await asyncio.gather(
        *(
            _alarm(home, session, simulated, motion, device.channel or 1)
            for simulated, devices in cameras
            for device in devices
            for motion in device.find("binary_sensor", "motion")
        )
    )
    return faults + [line for line in found if line]


async def _alarm(
    home: HomeAssistant, session: aiohttp.ClientSession, simulated: Simulated, motion: Entity, channel: int
) -> str:
    for on in (True, False):
        await simulated.alarm(session, "motion", on, channel)
        if not await _becomes(home, motion, "on" if on else "off", 60):
            return f"{motion.entity_id} did not turn {'on' if on else 'off'}"
    return ""


async def mails_lost(
    home: HomeAssistant, session: aiohttp.ClientSession, cameras: Cameras, delays: dict[str, float]
) -> list[str]:
    """Let something move before every camera that mails, and see the alarm and its picture come.

    `delays` gets the seconds from a mail's last byte until its motion sensor was on.
    """
    faults = []
    for simulated, devices in cameras:
        if simulated.camera.sender:
            await watch_for_motion(home, devices)
            fault, delay = await _mail(home, session, simulated, devices)
            delays |= {} if fault else {simulated.camera.name: delay}
            faults += [f"{simulated.camera.name}: {fault}"] if fault else []
    return faults


async def _mail(
    home: HomeAssistant, session: aiohttp.ClientSession, simulated: Simulated, devices: Sequence[Device]
) -> tuple[str, float]:
    """Return what is wrong, and how long a mail took."""
    motions = [entity for device in devices for entity in device.find("binary_sensor", "motion")]
    pictures = [entity for device in devices for entity in device.find("image", "last_alarm")]
    if not motions or not pictures:
        return "no picture of the last alarm", 0
    await simulated.alarm(session, "motion", True)
    came = await _becomes(home, motions[0], "on", 5)
    await simulated.alarm(session, "motion", False)
    mails = await simulated.mails(session)
    if not came or not mails or mails[-1]["status"] != "sent":
        return "no alarm by mail", 0
    # The simulator tells the time of this machine's steady clock.
    ended = mails[-1]["ended"] - time.monotonic() + time.time()
    changed = datetime.fromisoformat((await home.get(f"/api/states/{motions[0].entity_id}"))["last_changed"])
    _, body = await home.read(f"/api/image_proxy/{pictures[0].entity_id}")
    gone = await _becomes(home, motions[0], "off", 60)
    if not body.startswith(b"\xff\xd8") or not gone:
        return "no picture in the mail" if gone else "the alarm did not end", 0
    return "", changed.timestamp() - ended


async def watch_for_motion(home: HomeAssistant, devices: Sequence[Device]) -> None:
    """Switch on what a camera needs to notice that something moves."""
    for device in devices:
        for switch in device.find("switch", "motion_detection"):
            await home.call("switch", "turn_on", switch.entity_id)


async def _becomes(home: HomeAssistant, entity: Entity, wanted: str, patience: float) -> bool:
    clock = asyncio.get_running_loop()
    end = clock.time() + patience
    while clock.time() < end:
        state = (await home.get(f"/api/states/{entity.entity_id}"))["state"]
        if state == wanted or (_number(state) is not None and _number(state) == _number(wanted)):
            return True
        await asyncio.sleep(0.3)
    return False


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


async def errors_logged(home: HomeAssistant) -> list[str]:
    """Return what Home Assistant's log says went wrong, but for browsers that left while they were told something."""
    rows = await home.ask("system_log/list")
    return [
        f"{row['name']}: {row['message'][-1][:200]}"
        for row in rows
        if not ("ClientConnectionResetError" in row["message"][-1] and "aiohttp/_websocket/" in row["exception"])
        if row["level"] in ("ERROR", "CRITICAL") or (row["level"] == "WARNING" and "cgi_camera" in row["name"])
    ]
