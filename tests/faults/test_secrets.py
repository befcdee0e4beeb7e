"""Nothing that would open a camera stands in logs, states, diagnostics, addresses or reprs."""

from datetime import timedelta
from http import HTTPStatus
import json
import logging
from pathlib import Path
import re
from typing import Any
from urllib.parse import quote

from homeassistant.components.media_source import async_browse_media
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest

from custom_components.cgi_camera.const import DOMAIN
from custom_components.cgi_camera.diagnostics import async_get_config_entry_diagnostics
from tests.conftest import Simulate
from tests.ha import Clock, becomes, call, main_of, named, set_up, state
from tests.mails import free_port
from tests.media import ROOT, Browser
from tests.recorded import record
from tests.simulator import Fault
from tests.test_alarm_mails import mails
from tests.test_config_flow import told as typed

from .scenes import SCENES, Scene
from .test_accounts import change_password
from .test_alarms import started, tell
from .trial import Trial

PASSWORD = 'pa55"w/o&rd=Ü'
NEW = "changed-77 one"
CLIPLESS = "control"
HAS: dict[str, dict[str, Any]] = {"message": {"hands_out": True}}
"""What cameras must be able to besides, for their recordings to be seen."""


def secrets_of(trial: Trial) -> set[str]:
    """Return what went over the wire and would open the camera: passwords however spelt, sessions, signatures."""
    found = {PASSWORD, NEW, NEW[:-1]}
    for request in trial.simulator.requests:
        found.update(request.query.get(name, "") for name in ("uid", "password", "passwd"))
        signature = request.headers.get("Authorization", "")
        found.update(re.findall(r'(?:response|cnonce|nonce)="([^"]+)"', signature))
        found |= {signature, signature.removeprefix("Basic "), request.headers.get("Cookie", "")}
    return {spelt for each in found if len(each) > 3 for spelt in (each, quote(each, safe=""), json.dumps(each)[1:-1])}


def shown(trial: Trial) -> list[str]:
    """Return all that Home Assistant shows of a camera, and what a developer would print of it."""
    hass, entry = trial.hass, trial.entry
    coordinator = entry.runtime_data
    camera = coordinator.camera
    things: list[Any] = [state.as_dict() for state in hass.states.async_all()]
    things += [each.extended_dict for each in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)]
    things += [each.dict_repr for each in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)]
    things += [coordinator, camera, camera.transport, camera.transport.account, camera.transport.credentials]
    things += [
        camera.identity,
        camera.streams(),
        camera.state,
        camera.archive,
        coordinator.last_exception,
        entry.reason,
    ]
    things += [
        entry.options,
        entry.title,
        coordinator.rtsp,
        coordinator.occurrences,
        *ir.async_get(hass).issues.values(),
    ]
    things += [vars(type(camera.transport)).keys(), camera.outcomes(), dict(camera.transport.counts)]
    things += hass.config_entries.flow.async_progress()
    return [f"{each!r} {each}" for each in things]


async def browse(hass: HomeAssistant, identifier: str | None = None, depth: int = 4) -> list[str]:
    """Return the addresses of all media, some levels deep."""
    try:
        node = await async_browse_media(hass, identifier)
    except HomeAssistantError:
        return []
    children = (node.children or ())[:2]
    deeper = [await browse(hass, each.media_content_id, depth - 1) for each in children] if depth else []
    return [str(node.as_dict()), *(text for texts in deeper for text in texts)]


async def go_through(trial: Trial) -> list[str]:
    """Do everything once: look, set, hear, fail, be refused, ask again; return what was shown meanwhile."""
    told = [*shown(trial), *await browse(trial.hass, f"media-source://{DOMAIN}")]
    await trial.poll()
    await trial.set_brightness(33)
    trial.simulator.raise_alarm("motion")
    trial.simulator.refuse[trial.scene.order] = trial.simulator.refuse["/"] = refusal(trial)
    with pytest.raises(HomeAssistantError):
        await trial.set_brightness(34)
    trial.simulator.refuse.clear()
    await trial.hours.rest(20)
    told += shown(trial)
    with trial.hours.flow():
        told.append(json.dumps(await async_get_config_entry_diagnostics(trial.hass, trial.entry), default=str))
    await change_password(trial, NEW)
    await trial.poll()
    told += shown(trial)
    data = {"host": trial.simulator.host, "port": trial.simulator.port, "username": "admin", "password": NEW[:-1]}
    told.append(await form(trial, {**data, "connection": {"ssl": False, "verify_ssl": True}}))
    with trial.hours.flow():
        told.append(json.dumps(await async_get_config_entry_diagnostics(trial.hass, trial.entry), default=str))
    return told


def refusal(trial: Trial) -> Fault:
    """Return a camera's own words that hold all that it was told."""
    return Fault(status=403, body=f"no {PASSWORD} {quote(PASSWORD)} {trial.simulator.requests[-1].target}".encode())


async def form(trial: Trial, told: dict[str, Any]) -> str:
    """Fill the form in and return what it shows then."""
    with trial.hours.flow():
        result: Any = await trial.hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}, data=told
        )
    return f"{result.get('errors')} {result.get('description_placeholders')} {result.get('reason')}"


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.kind)
async def test_no_secret_is_told(
    hass: HomeAssistant, clock: Clock, simulate: Simulate, caplog: pytest.LogCaptureFixture, scene: Scene
) -> None:
    """From the set-up to the refusal of a changed password, with everything logged."""
    for name in ("custom_components.cgi_camera", "homeassistant", "aiohttp", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    assert await async_setup_component(hass, "media_source", {})
    trial = Trial(hass, clock, scene, await simulate(scene.kind, password=PASSWORD, **scene.options))
    await trial.meet()
    before = secrets_of(trial)
    told = await go_through(trial)
    secrets = secrets_of(trial) | before
    assert len(secrets) > 6
    texts = [*told, *(record.getMessage() for record in caplog.records), caplog.text]
    assert [(each, text[:300]) for text in texts for each in secrets if each in text] == []
    await trial.hours.rest(80)


async def media(browser: Browser) -> tuple[list[str], list[str]]:
    """Browse some levels deep and play a film; return what was shown, and the ids of what can be played."""
    told, found, level = [], [], [ROOT]
    for _ in range(6):
        lists = [await browser.command("media_source/browse_media", media_content_id=each) for each in level[:4]]
        told += map(str, lists)
        children = [child for each in lists for child in each.get("result", {}).get("children") or ()]
        found += [child["media_content_id"] for child in children if child["can_play"]]
        level = [child["media_content_id"] for child in children if child["can_expand"]]
    for each in found[:1]:
        played = await browser.resolve(each)
        told += [str(played), *await fetched(browser, played["url"])]
    return told, found


async def fetched(browser: Browser, url: str) -> list[str]:
    """Return what a browser gets."""
    async with browser.get(url) as response:
        assert response.status == HTTPStatus.OK
        return [str(response.headers), (await response.read()).decode("latin-1")]


async def use(trial: Trial, browser: Browser, port: int, folder: Path) -> list[str]:
    """Look, move, hear and keep; return what was shown meanwhile."""
    hass, camera = trial.hass, main_of(trial.hass, trial.entry)
    told, found = await media(browser)
    assert bool(found) is (trial.scene.dialect != CLIPLESS)
    told += await fetched(browser, state(hass, camera).attributes["entity_picture"])
    await act(hass, "ptz_move", camera, direction="left", duration=1)
    await act(hass, "ptz_stop", camera)
    await tell(trial, port)
    await becomes(hass, trial.motion, "on")
    for each in found[:1]:
        told.append(await act(hass, "download_recording", camera, media_content_id=each, filename=str(folder / "a")))
        assert (folder / "a").stat().st_size > 1000
    return [*told, *shown(trial)]


async def act(hass: HomeAssistant, name: str, camera: str, **data: Any) -> str:
    """Call an action and return what it answers."""
    answers = hass.services.supports_response(DOMAIN, name) is SupportsResponse.ONLY
    data = {"entity_id": camera, **data}
    return str(await hass.services.async_call(DOMAIN, name, data, blocking=True, return_response=answers))


async def know_again(trial: Trial) -> list[str]:
    """Change the password, tell a wrong one, then the right one, then all once more; return what was shown."""
    hass, entry = trial.hass, trial.entry
    await change_password(trial, NEW)
    await trial.poll()
    (flow,) = hass.config_entries.flow.async_progress()
    told = [str(flow)]
    for password in (NEW[:-1], NEW):
        result = await hass.config_entries.flow.async_configure(
            flow["flow_id"], {"username": "admin", "password": password}
        )
        told.append(f"{ {**result, 'data_schema': ''} }")
    await hass.async_block_till_done()
    assert (result["reason"], entry.state) == ("reauth_successful", ConfigEntryState.LOADED)
    flow = await entry.start_reconfigure_flow(hass)
    schema = flow["data_schema"]
    assert schema
    told.append(str([(key, key.description) for key in schema.schema]))
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], typed(trial.simulator))
    await hass.async_block_till_done()
    assert (result["reason"], entry.state) == ("reconfigure_successful", ConfigEntryState.LOADED)
    return [*told, f"{ {**result, 'data_schema': ''} }", *shown(trial)]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.kind)
async def test_no_secret_is_told_by_what_is_used(  # noqa: PLR0917
    hass: HomeAssistant,
    clock: Clock,
    simulate: Simulate,
    browser: Browser,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    scene: Scene,
) -> None:
    """Recordings, pictures, movement, mails, files and forms, with everything logged."""
    for name in ("custom_components.cgi_camera", "homeassistant", "aiohttp", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    port = free_port()
    simulator = await started(simulate, scene, port, password=PASSWORD, ptz=True, **HAS.get(scene.dialect, {}))
    for _ in {scene.dialect} - {CLIPLESS}:
        record(simulator, simulator.now().replace(tzinfo=None, microsecond=0) - timedelta(days=2), 95)
    trial = Trial(hass, clock, scene, simulator, **mails(port))
    await set_up(hass, trial.entry)
    trial.motion = named(hass, trial.entry, Platform.BINARY_SENSOR, "motion")[0]
    with trial.hours.flow():
        await call(hass, Platform.SWITCH, "turn_on", named(hass, trial.entry, Platform.SWITCH, "motion_detection")[0])
    told = await use(trial, browser, port, tmp_path)
    before = secrets_of(trial)
    told += await know_again(trial)
    told.append(json.dumps(await async_get_config_entry_diagnostics(hass, trial.entry), default=str))
    secrets = secrets_of(trial) | before
    assert len(secrets) > 6
    texts = [*told, *(record.getMessage() for record in caplog.records), caplog.text]
    assert [(each, text[:300]) for text in texts for each in secrets if each in text] == []
