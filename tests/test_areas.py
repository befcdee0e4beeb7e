"""Actions on motion areas and privacy masks: what they send, answer and refuse, and the masks' switches."""

from typing import Any

from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from probatio import Invalid
import pytest

from custom_components.cgi_camera.const import CONF_EVENTS, DOMAIN
from tests.conftest import Add, Simulate
from tests.ha import call, entity, named, state
from tests.simulator import Fault

WIDE_NONE, WIDE_ALL = ["." * 22] * 18, ["#" * 22] * 18
SOME = ["##" + "." * 20, *["." * 22] * 16, "." * 21 + "#"]
CAMERAS = {
    "ipc-1.0.1": "stream_main",
    "ipc-1.0.10": "stream_main",
    "control": "stream_main",
    "dahua-camera": "1_stream_main",
    "dahua-recorder": "3_stream_main",
    "message": "1_stream_main",
}


class Scene:
    """A camera in Home Assistant, and how to call an action of ours on it."""

    def __init__(self, hass: HomeAssistant, simulator: Any, entry: Any, key: str = "") -> None:
        """Remember the camera entity."""
        self.hass = hass
        self.simulator = simulator
        self.entry = entry
        self.camera = entity(hass, entry, Platform.CAMERA, key or CAMERAS[simulator.kind])

    async def act(self, name: str, **data: Any) -> None:
        """Call an action."""
        await self.hass.services.async_call(DOMAIN, name, {"entity_id": self.camera, **data}, blocking=True)

    async def ask(self, name: str, **data: Any) -> dict[str, Any]:
        """Call an action that answers."""
        answer = await self.hass.services.async_call(
            DOMAIN, name, {"entity_id": self.camera, **data}, blocking=True, return_response=True
        )
        assert answer is not None
        found = answer[self.camera]
        assert isinstance(found, dict)
        return found

    async def refusal(self, name: str, **data: Any) -> tuple[str | None, dict[str, str]]:
        """Call an action that is refused before anything is set; return how it is said."""
        with pytest.raises(ServiceValidationError) as told:
            await self.act(name, **data)
        assert not [request for request in self.simulator.requests if "set" in request.query.get("action", "")]
        return told.value.translation_key, dict(told.value.translation_placeholders or {})


@pytest.fixture
def scene(hass: HomeAssistant, simulate: Simulate, add: Add) -> Any:
    """Set a simulated camera up, without its event stream, whose requests come in between."""

    async def prepare(kind: str, key: str = "", *, lacks: str = "\0", **options: Any) -> Scene:
        simulator = await simulate(kind, **options)
        simulator.refuse[lacks] = Fault(status=404)
        return Scene(hass, simulator, await add(simulator, options={CONF_EVENTS: False}), key)

    return prepare


# Motion areas


@pytest.mark.parametrize("kind", ["ipc-1.0.1", "ipc-1.0.10", "dahua-camera", "dahua-recorder", "message"])
async def test_motion_area(scene: Any, kind: str) -> None:
    """It is set by a grid, by a word, and told."""
    there = await scene(kind)
    numbers = [1, 2, 3, 4] if kind.startswith("dahua") else [1]
    size = {"number": 1, "numbers": numbers, "rows": 18, "columns": 22}
    assert await there.ask("get_motion_area") == {**size, "grid": WIDE_ALL}
    await there.act("set_motion_area", rows=SOME)
    assert await there.ask("get_motion_area") == {**size, "grid": SOME}
    await there.act("set_motion_area", rows="none")
    assert await there.ask("get_motion_area", number=1) == {**size, "grid": WIDE_NONE}
    await there.act("set_motion_area", rows=["all"])
    assert await there.ask("get_motion_area") == {**size, "grid": WIDE_ALL}


@pytest.mark.parametrize(("blocks", "rows", "columns"), [("24x18", 18, 24), ("8x6", 6, 8)])
async def test_both_divisions(scene: Any, blocks: str, rows: int, columns: int) -> None:
    """The control dialect has a fine and a coarse one."""
    there = await scene("control", model={"motion_blocks": blocks})
    size = {"number": 1, "numbers": [1], "rows": rows, "columns": columns}
    await there.act("set_motion_area", rows="none")
    assert await there.ask("get_motion_area") == {**size, "grid": ["." * columns] * rows}
    coarse = ["#" * 8, *["." * 8] * 5]
    await there.act("set_motion_area", rows=coarse)
    assert (await there.ask("get_motion_area"))["grid"] == coarse


async def test_number(scene: Any) -> None:
    """One of several is meant, the first if none is named; the others stay."""
    there = await scene("dahua-camera")
    await there.act("set_motion_area", number=3, rows=SOME)
    assert (await there.ask("get_motion_area", number=3))["grid"] == SOME
    assert (await there.ask("get_motion_area", number=2))["grid"] == WIDE_NONE
    assert (await there.ask("get_motion_area"))["number"] == 1
    there.simulator.requests.clear()
    told = await there.refusal("set_motion_area", number=5, rows="all")
    assert told == ("no_such_number", {"camera": "Front", "number": "5", "numbers": "1, 2, 3, 4"})
    assert there.simulator.requests == []


async def test_channels_of_a_recorder(scene: Any) -> None:
    """Each has its own."""
    there = await scene("dahua-recorder")
    await there.act("set_motion_area", rows="none")
    first = Scene(there.hass, there.simulator, there.entry, "1_stream_main")
    assert (await first.ask("get_motion_area"))["grid"] == WIDE_ALL
    assert there.simulator.config["MotionDetect[2].MotionDetectWindow[0].Region[17]"] == "0"


@pytest.mark.parametrize(
    ("kind", "rows", "columns"),
    [("ipc-1.0.10", 18, 22), ("control", 18, 24), ("dahua-camera", 18, 22), ("message", 18, 22)],
)
async def test_wrong_size(scene: Any, kind: str, rows: int, columns: int) -> None:
    """The right one is named in a translated text."""
    there = await scene(kind)
    key, told = await there.refusal("set_motion_area", rows=["#" * 7] * 5)
    assert key == "wrong_grid"
    assert (told["rows"], told["columns"]) == (str(rows), str(columns))


@pytest.mark.parametrize("rows", [["##", "#"], ["some"], [], [""]])
async def test_what_is_no_grid(scene: Any, rows: list[str]) -> None:
    """Is said to be none."""
    there = await scene("message")
    assert await there.refusal("set_motion_area", rows=rows) == ("no_grid", {"camera": "Front"})


@pytest.mark.parametrize("data", [{}, {"rows": [None]}, {"rows": "all", "number": 0}, {"rows": "all", "to": 1}])
async def test_what_is_no_call(scene: Any, data: dict[str, Any]) -> None:
    """Is refused by its form."""
    there = await scene("message")
    with pytest.raises(Invalid):
        await there.act("set_motion_area", **data)


async def test_what_cannot_be_read(scene: Any) -> None:
    """Is null, though the size is known, and can be set all the same."""
    there = await scene("message")
    there.simulator.row("alarm", "MDInfo", 1)["MDArea"] = ";;;f"
    size = {"number": 1, "numbers": [1], "rows": 18, "columns": 22}
    assert await there.ask("get_motion_area") == {**size, "grid": None}
    await there.act("set_motion_area", rows="all")
    assert await there.ask("get_motion_area") == {**size, "grid": WIDE_ALL}


async def test_unknown_size(scene: Any) -> None:
    """What is not told is null, and nothing can be set."""
    there = await scene("ipc-1.0.10", missing=("blockcount",))
    answer = await there.ask("get_motion_area")
    assert (answer["rows"], answer["columns"], answer["grid"]) == (None, None, None)
    assert await there.refusal("set_motion_area", rows="all") == ("unknown_grid", {"camera": "Front"})
    key, told = await there.refusal("set_motion_area", rows=SOME)
    assert (key, told["reason"]) == ("unsupported", "how many blocks motion_area has is unknown")


@pytest.mark.parametrize(
    ("kind", "lacks"),
    [
        ("ipc-1.0.10", "/cgi-bin/motion"),
        ("control", "/cgi-bin/control/motion.cgi"),
        ("dahua-camera", "/cgi-bin/configManager.cgi?action=getConfig&name=MotionDetect"),
        ("message", "/cgi/alarm_get?Channel=1&Group=MDInfo"),
    ],
)
async def test_no_motion_area(scene: Any, kind: str, lacks: str) -> None:
    """A camera without one says so."""
    there = await scene(kind, lacks=lacks)
    for run in (there.ask("get_motion_area"), there.act("set_motion_area", rows="all")):
        with pytest.raises(ServiceValidationError) as told:
            await run
        assert told.value.translation_key == "no_motion_area"
        assert told.value.translation_placeholders == {"camera": "Front"}
    assert there.simulator.requests == []


async def test_a_camera_that_may_only_be_read(scene: Any) -> None:
    """Its own reason reaches the user, and what it tells stays true."""
    there = await scene("ipc-1.0.10")
    there.simulator.read_only = True
    with pytest.raises(HomeAssistantError) as told:
        await there.act("set_motion_area", rows="none")
    assert told.value.translation_placeholders == {"camera": "Front", "reason": "no permission"}
    assert (await there.ask("get_motion_area"))["grid"] == WIDE_ALL


async def test_a_camera_that_fails(scene: Any) -> None:
    """Nothing stale is told."""
    there = await scene("dahua-camera")
    there.simulator.refuse["/cgi-bin/configManager.cgi?action=getConfig&name=MotionDetect"] = Fault(status=503)
    with pytest.raises(HomeAssistantError) as told:
        await there.ask("get_motion_area")
    assert told.value.translation_key == "busy"


# Privacy masks

PLACE = {"left": 25, "top": 50, "width": 50, "height": 25}


async def test_masks_of_control(scene: Any) -> None:
    """As many as the camera says; one is placed and turned on in one request."""
    there = await scene("control", model={"privacy_areas": 16})
    masks = (await there.ask("get_privacy_masks"))["masks"]
    assert [mask["number"] for mask in masks] == list(range(1, 17))
    assert masks[0] == {"number": 1, "enabled": False, "left": 0, "top": 0, "width": 9.375, "height": 12.5}
    there.simulator.requests.clear()
    await there.act("set_privacy_mask", number=2, **PLACE)
    read, sent = there.simulator.requests
    assert read.query["action"] == "getprivacy2"
    assert {name: text for name, text in sent.query.items() if name not in ("id", "passwd")} == {
        "action": "setprivacy2",
        "allstatus": "enable",
        "privacy.enable": "enable",
        "privacy.startx": "80",
        "privacy.starty": "120",
        "privacy.endx": "160",
        "privacy.endy": "60",
    }
    masks = (await there.ask("get_privacy_masks"))["masks"]
    assert masks[1] == {"number": 2, "enabled": True, **PLACE}


@pytest.mark.parametrize(("kind", "channel"), [("dahua-camera", 0), ("dahua-recorder", 2)])
async def test_masks_of_dahua(scene: Any, kind: str, channel: int) -> None:
    """Placed and turned on in one request, turned off without being moved."""
    there = await scene(kind)
    await there.act("set_privacy_mask", number=1, left=0, top=0, width=100, height=50)
    head = f"VideoWidget[{channel}].Covers[0]"
    sent = next(request for request in there.simulator.requests if request.query["action"] == "setConfig")
    assert sent.query == {
        "action": "setConfig",
        f"{head}.EncodeBlend": "true",
        **{f"{head}.Rect[{n}]": text for n, text in enumerate(("0", "0", "8191", "4096"))},
    }
    await there.act("set_privacy_mask", number=1, enabled=False)
    assert there.simulator.requests[-2].query == {"action": "setConfig", f"{head}.EncodeBlend": "false"}
    masks = (await there.ask("get_privacy_masks"))["masks"]
    assert [mask["number"] for mask in masks] == [1, 2, 3, 4]
    assert masks[0] == {"number": 1, "enabled": False, "left": 0, "top": 0, "width": 100, "height": 50.0061}


async def test_masks_of_ipc(scene: Any) -> None:
    """They can be told and not asked, and one that hides nothing is off."""
    there = await scene("ipc-1.0.10")
    unknown = dict.fromkeys(("enabled", "left", "top", "width", "height"))
    assert (await there.ask("get_privacy_masks"))["masks"] == [{"number": n, **unknown} for n in (1, 2, 3, 4)]
    await there.act("set_privacy_mask", number=2, **PLACE)
    sent = there.simulator.requests[-1]
    assert sent.path == "/cgi-bin/set_privacy_zone"
    zone = {"Mask2xPos": "480", "Mask2yPos": "540", "Mask2width": "960", "Mask2Height": "270"}
    assert sent.query == {"uid": sent.query["uid"], **zone}
    assert (await there.ask("get_privacy_masks"))["masks"][1] == {"number": 2, "enabled": True, **PLACE}
    await there.act("set_privacy_mask", number=2, enabled=False)
    assert set(there.simulator.requests[-1].query.values()) == {"0", sent.query["uid"]}
    nothing = {"number": 2, "enabled": False, "left": 0, "top": 0, "width": 0, "height": 0}
    assert (await there.ask("get_privacy_masks"))["masks"][1] == nothing
    assert await there.refusal("set_privacy_mask", number=2) == ("mask_without_place", {"camera": "Front"})


@pytest.mark.parametrize(
    ("kind", "lacks"),
    [
        ("ipc-1.0.10", "/cgi-bin/set_privacy_zone"),
        ("ipc-1.0.1", "\0"),
        ("control", "/cgi-bin/control/privacy.cgi"),
        ("dahua-camera", "/cgi-bin/configManager.cgi?action=getConfig&name=VideoWidget"),
        ("message", "\0"),
    ],
)
async def test_no_masks(scene: Any, kind: str, lacks: str) -> None:
    """A camera without them says so."""
    there = await scene(kind, lacks=lacks)
    for run in (there.ask("get_privacy_masks"), there.act("set_privacy_mask", number=1)):
        with pytest.raises(ServiceValidationError) as told:
            await run
        assert told.value.translation_key == "no_privacy_masks"
        assert told.value.translation_placeholders == {"camera": "Front"}
    assert there.simulator.requests == []


async def test_a_mask_that_reaches_outside(scene: Any) -> None:
    """Is not sent."""
    there = await scene("dahua-camera")
    told = await there.refusal("set_privacy_mask", number=1, left=60, top=0, width=50, height=10)
    assert told == ("mask_outside", {"camera": "Front"})
    told = await there.refusal("set_privacy_mask", number=5, **PLACE)
    assert told == ("no_such_number", {"camera": "Front", "number": "5", "numbers": "1, 2, 3, 4"})


@pytest.mark.parametrize(
    "data",
    [
        PLACE,
        {"number": 1, "left": 1},
        {"number": 1, **PLACE, "width": 0},
        {"number": 1, **PLACE, "height": 101},
        {"number": 1, **PLACE, "left": -1},
        {"number": 1, "enabled": "perhaps"},
    ],
)
async def test_what_is_no_mask(scene: Any, data: dict[str, Any]) -> None:
    """Is refused by its form."""
    there = await scene("dahua-camera")
    with pytest.raises(Invalid):
        await there.act("set_privacy_mask", **data)


# Their switches


@pytest.mark.usefixtures("all_enabled")
@pytest.mark.parametrize(
    ("kind", "key", "count"),
    [
        ("control", "privacy_mask_3", 6),
        ("dahua-camera", "1_privacy_mask_3", 4),
        ("dahua-recorder", "3_privacy_mask_3", 16),
    ],
)
async def test_switch(scene: Any, hass: HomeAssistant, kind: str, key: str, count: int) -> None:
    """Each mask has one, which the camera and the actions follow."""
    there = await scene(kind)
    assert len(named(hass, there.entry, Platform.SWITCH, "privacy_mask")) == count
    mask = entity(hass, there.entry, Platform.SWITCH, key)
    found = er.async_get(hass).async_get(mask)
    assert found is not None
    assert found.entity_category is EntityCategory.CONFIG
    assert state(hass, mask).state == "off"
    await call(hass, Platform.SWITCH, "turn_on", mask)
    assert state(hass, mask).state == "on"
    assert (await there.ask("get_privacy_masks"))["masks"][2]["enabled"] is True
    await there.act("set_privacy_mask", number=3, enabled=False)
    assert state(hass, mask).state == "off"


@pytest.mark.usefixtures("all_enabled")
async def test_color(scene: Any, hass: HomeAssistant) -> None:
    """The control dialect's masks are white to black."""
    there = await scene("control")
    color = entity(hass, there.entry, Platform.NUMBER, "privacy_mask_color_6")
    assert (state(hass, color).attributes["min"], state(hass, color).attributes["max"]) == (1, 8)
    await call(hass, Platform.NUMBER, "set_value", color, value=8)
    assert there.simulator.pages["setprivacy"]["privacy6.color"] == "8"
    assert state(hass, color).state == "8"


async def test_switches_are_off_by_default(scene: Any, hass: HomeAssistant) -> None:
    """Each costs the control dialect a request, and most masks are nobody's."""
    there = await scene("control")
    (first, *_) = named(hass, there.entry, Platform.SWITCH, "privacy_mask")
    found = er.async_get(hass).async_get(first)
    assert found is not None
    assert found.disabled_by is er.RegistryEntryDisabler.INTEGRATION
