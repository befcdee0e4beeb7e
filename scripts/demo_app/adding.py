"""Cameras into Home Assistant, through its config flow as a user would."""

from collections.abc import Mapping
from typing import Any

from .cameras import PASSWORD, USER
from .client import HomeAssistant
from .errors import DemoFailed
from .simulated import Simulated

FLOWS = "/api/config/config_entries/flow"
OPTIONS = "/api/config/config_entries/options/flow"


async def add(home: HomeAssistant, simulated: Simulated) -> str:
    """Add one camera and return the id of its config entry."""
    answers = {
        "host": simulated.url.host,
        "port": simulated.url.port,
        "username": USER,
        "password": PASSWORD,
        "dialect": simulated.camera.dialect,
    }
    result = await _walk(home, FLOWS, "cgi_camera", answers)
    entry = result["result"]
    if entry["state"] != "loaded":
        raise DemoFailed(f"{simulated.camera.name} was added but is {entry['state']}: {entry['reason'] or 'no reason'}")
    return str(entry["entry_id"])


async def introduce(home: HomeAssistant, simulated: Simulated, rtsp_ports: Mapping[str, int], mail_port: int) -> str:
    """Add a camera, call it what its owner calls it, set its options, and return the id of its config entry."""
    camera = simulated.camera
    entry_id = await add(home, simulated)
    await rename(home, entry_id, camera.name)
    if wishes := wishes_of(simulated, rtsp_ports, mail_port):
        await set_options(home, entry_id, **wishes)
    return entry_id


def wishes_of(simulated: Simulated, rtsp_ports: Mapping[str, int], mail_port: int) -> dict[str, object]:
    """Return the options that a camera's owner would set."""
    camera = simulated.camera
    wishes = camera.wishes | camera.mail_wishes(mail_port)
    if rtsp_ports and not camera.tells_rtsp_port:
        wishes["rtsp_path"] = f"rtsp://127.0.0.1:{rtsp_ports[camera.name]}{next(iter(camera.streams))}"
    return wishes


async def rename(home: HomeAssistant, entry_id: str, name: str) -> None:
    """Give a camera the name that its owner would give it; its settings may know none."""
    await home.ask("config_entries/update", entry_id=entry_id, title=name)
    for device in await home.ask("config/device_registry/list"):
        if device["config_entry_id"] == entry_id and device["via_device_id"] is None and device["name"] != name:
            await home.ask("config/device_registry/update", device_id=device["id"], name_by_user=name)


async def _walk(home: HomeAssistant, address: str, handler: str, answers: Mapping[str, Any]) -> Any:
    """Answer the forms of a flow until it makes its entry."""
    step = await home.post(address, {"handler": handler})
    for _ in range(5):
        if step["type"] == "create_entry":
            return step
        if step["type"] != "form":
            raise DemoFailed(f"the config flow ended with {step['type']}: {step.get('reason')}")
        if step.get("errors"):
            raise DemoFailed(f"the config flow's form {step['step_id']} says {step['errors']}")
        step = await home.post(f"{address}/{step['flow_id']}", _filled(step["data_schema"], answers))
    raise DemoFailed("the config flow asks without end")


def _filled(fields: list[dict[str, Any]], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in a form; what is folded into a section as well, where there is something to say."""
    form: dict[str, Any] = {}
    for field in fields:
        if field.get("type") == "expandable":
            form[field["name"]] = _filled(field["schema"], answers)
        elif field["name"] in answers:
            form[field["name"]] = answers[field["name"]]
        elif "default" in field:
            form[field["name"]] = field["default"]
        elif "suggested_value" in (field.get("description") or {}):
            form[field["name"]] = field["description"]["suggested_value"]
    return form


async def set_options(home: HomeAssistant, entry_id: str, **options: Any) -> None:
    """Change a camera's options and leave the others as they are."""
    await _walk(home, OPTIONS, entry_id, options)
