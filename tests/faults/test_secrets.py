"""Nothing that would open a camera stands in logs, states, diagnostics, addresses or reprs."""

import json
import logging
import re
from typing import Any
from urllib.parse import quote

from homeassistant.components.media_source import async_browse_media
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest

from custom_components.cgi_camera.const import DOMAIN
from custom_components.cgi_camera.diagnostics import async_get_config_entry_diagnostics
from tests.conftest import Simulate
from tests.ha import Clock
from tests.simulator import Fault

from .scenes import SCENES, Scene
from .test_accounts import change_password
from .trial import Trial

PASSWORD = 'pa55"w/o&rd=Ü'
NEW = "changed-77 one"


def secrets_of(trial: Trial) -> set[str]:
    """Return what went over the wire and would open the camera: passwords however spelt, sessions, signatures."""
    found = {PASSWORD, NEW}
    for request in trial.simulator.requests:
        found.update(request.query.get(name, "") for name in ("uid", "password", "passwd"))
        signature = request.headers.get("Authorization", "")
        found.update(re.findall(r'(?:response|cnonce|nonce)="([^"]+)"', signature))
        found.add(signature)
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
