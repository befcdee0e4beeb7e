"""Alarm mails, from the alarm at a simulated camera to what Home Assistant shows."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
import logging
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events
from pytest_homeassistant_custom_component.components.diagnostics import get_diagnostics_for_config_entry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
import pytest_socket

from custom_components.cgi_camera import alarm_mails, receivers as module
from custom_components.cgi_camera.const import DOMAIN
from custom_components.cgi_camera.mail_receiver import Mailbox
from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.receivers import Place, receivers
from tests.conftest import Add, Simulate
from tests.ha import Clock, becomes, entity, entry_of, pass_time, reload, set_up, state, wait_for
from tests.mails import JPEG, free_port, post

type Client = Callable[[], Any]

SENDER = "cam@home.example"


@pytest.fixture
def port(socket_enabled: None) -> int:
    """A port for mails."""
    return free_port()


@pytest.fixture
def more_hosts(socket_enabled: None) -> None:
    """Let tests connect to another address of this machine."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "127.0.0.2"])


def mails(port: int, **changes: Any) -> dict[str, Any]:
    """Return options with alarm mails on."""
    told = {"address": "127.0.0.1", "port": port, "set_up_camera": False, **changes}
    return {"receive_mails": True, **{f"mails_{key}": value for key, value in told.items()}}


async def mailing(simulate: Simulate, kind: str, port: int, **options: Any) -> Any:
    """Start a camera that mails its alarms, as its owner has set it."""
    if kind == "message":
        simulator = await simulate(kind, **options)
        simulator.row("net", "SMTPInfo").update(SMTPServerIP="127.0.0.1", SMTPPort=str(port), FromMail=SENDER)
        for channel in range(1, simulator.channels + 1):
            simulator.row("alarm", "MDAccessInfo", channel, 1)["MM"] = "1"
        simulator.row("alarm", "IOAccessInfo", 0, 1)["IM1"] = "1"
        return simulator
    simulator = await simulate(kind, mail={"host": "127.0.0.1", "port": port, "sender": SENDER}, **options)
    simulator.values["setEventStorage"]["capture_email_upload"] = "1"
    return simulator


def motion_of(hass: HomeAssistant, entry: MockConfigEntry) -> str:
    """Return the motion sensor of a camera's first channel."""
    channel = entry.runtime_data.camera.channels[0]
    return entity(hass, entry, Platform.BINARY_SENSOR, f"{channel}_motion" if channel else "motion")


def picture_of(hass: HomeAssistant, entry: MockConfigEntry, channel: int | None = None) -> str:
    """Return the picture of a camera's first channel, or of another."""
    shown = entry.runtime_data.camera.channels[0] if channel is None else channel
    key = f"{shown}_last_alarm_picture" if shown else "last_alarm_picture"
    return entity(hass, entry, Platform.IMAGE, key)


async def fetched(client: TestClient[Any, Any], hass: HomeAssistant, entity_id: str) -> tuple[int, str, bytes]:
    """Fetch a picture as a browser does."""
    answer = await client.get(state(hass, entity_id).attributes["entity_picture"])
    return answer.status, answer.content_type, await answer.read()


def listening() -> set[int]:
    """Return the ports that this process listens on, as the system knows them."""
    links = [link.readlink().name for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    inodes = {name.removeprefix("socket:[").removesuffix("]") for name in links if name.startswith("socket:")}
    rows = [line.split() for line in Path("/proc/self/net/tcp").read_text().splitlines()[1:]]
    return {int(row[1].partition(":")[2], 16) for row in rows if row[3] == "0A" and row[9] in inodes}


# From the alarm to what is shown


@pytest.mark.parametrize("kind", ["ipc-1.0.10", "message"])
@pytest.mark.parametrize("key", ["motion", "alarm_input"])
async def test_alarm(
    hass: HomeAssistant, hass_client: Client, simulate: Simulate, add: Add, *, port: int, kind: str, key: str
) -> None:
    """It is on at once, is told on the bus and shown, and ends when its time is over."""
    simulator = await mailing(simulate, kind, port)
    entry = await add(simulator, options={**mails(port), "alarm_hold": 7})
    alarm = motion_of(hass, entry) if key == "motion" else entity(hass, entry, Platform.BINARY_SENSOR, "alarm_input_1")
    picture = picture_of(hass, entry)
    assert (state(hass, alarm).state, state(hass, picture).state) == ("off", "unknown")
    events = async_capture_events(hass, "cgi_camera_event")
    simulator.raise_alarm(key)
    await becomes(hass, alarm, "on")
    (mail,) = await simulator.postman.settled()
    assert mail.status == "sent"
    (event,) = [dict(each.data) for each in events]
    assert (event["code"], event["action"], event["index"]) == (f"mail_{key}", "pulse", 1)
    assert event["data"] == {"subject": mail.subject, "picture": True}
    assert dr.async_get(hass).async_get(event["device_id"])
    last = entry.runtime_data.camera.value(f.LAST_ALARM, entry.runtime_data.camera.channels[0])
    assert last.isoformat(timespec="seconds") == event["time"][:19] + "+00:00"
    assert state(hass, picture).state > event["time"][:19]
    status, content_type, content = await fetched(await hass_client(), hass, picture)
    assert (status, content_type, content[:2]) == (HTTPStatus.OK, "image/jpeg", b"\xff\xd8")
    await pass_time(hass, 6)
    assert state(hass, alarm).state == "on"
    await pass_time(hass, 8)
    assert state(hass, alarm).state == "off"


async def test_the_event_finds_its_picture(hass: HomeAssistant, simulate: Simulate, add: Add, port: int) -> None:
    """An automation that is woken by the alarm sends the picture of this one, not of the one before."""
    entry = await add(await mailing(simulate, "message", port), options=mails(port))
    picture, motion = picture_of(hass, entry), motion_of(hass, entry)
    seen: list[tuple[str, str]] = []

    def note(event: Any) -> None:
        seen.append((state(hass, picture).state, state(hass, motion).state))

    hass.bus.async_listen("cgi_camera_event", note)
    await post(port)
    await wait_for(lambda: seen)
    assert (seen[0][0] != "unknown", seen[0][1]) == (True, "on")


async def test_the_event_entity(hass: HomeAssistant, simulate: Simulate, add: Add, port: int) -> None:
    """Each mail is a moment, though the alarm is on already."""
    entry = await add(await mailing(simulate, "ipc-1.0.10", port), options=mails(port))
    moment = entity(hass, entry, Platform.EVENT, "motion_detected")
    events = async_capture_events(hass, "cgi_camera_event")
    for count in (1, 2):
        before = state(hass, moment).state
        await post(port)
        await wait_for(lambda count=count: len(events) == count)
        assert state(hass, moment).state != before
        assert state(hass, moment).attributes["event_type"] == "triggered"
    assert state(hass, motion_of(hass, entry)).state == "on"


async def test_hold_is_renewed(hass: HomeAssistant, simulate: Simulate, add: Add, clock: Clock, port: int) -> None:
    """What the camera says when asked meanwhile does not end an alarm; another mail makes it last longer."""
    entry = await add(await mailing(simulate, "message", port), options={**mails(port), "alarm_hold": 25})
    motion = motion_of(hass, entry)
    await post(port)
    await becomes(hass, motion, "on")
    await pass_time(hass, 20, clock)
    assert state(hass, motion).state == "on"
    events = async_capture_events(hass, "cgi_camera_event")
    await post(port)
    await wait_for(lambda: events)
    await pass_time(hass, 20, clock)
    assert state(hass, motion).state == "on"
    await pass_time(hass, 30, clock)
    assert state(hass, motion).state == "off"


async def test_channels(hass: HomeAssistant, hass_client: Client, simulate: Simulate, add: Add, port: int) -> None:
    """A board with several inputs has a picture for each; one of an alarm input is the first's."""
    simulator = await mailing(simulate, "message", port, channels=3)
    entry = await add(simulator, options=mails(port))
    simulator.raise_alarm("motion", channel=2)
    await becomes(hass, entity(hass, entry, Platform.BINARY_SENSOR, "2_motion"), "on")
    assert state(hass, entity(hass, entry, Platform.BINARY_SENSOR, "1_motion")).state == "off"
    shown = [state(hass, picture_of(hass, entry, channel)).state != "unknown" for channel in (1, 2, 3)]
    assert shown == [False, True, False]
    simulator.raise_alarm("alarm_input")
    await wait_for(lambda: state(hass, picture_of(hass, entry, 1)).state != "unknown")
    png = b"\x89PNG\r\n\x1a\n"
    await post(port, "Motion channel 3", sender=SENDER, picture=png)
    await wait_for(lambda: state(hass, picture_of(hass, entry, 3)).state != "unknown")
    answer = await fetched(await hass_client(), hass, picture_of(hass, entry, 3))
    assert answer == (HTTPStatus.OK, "image/png", png)


async def test_no_picture_yet(
    hass: HomeAssistant, hass_client: Client, simulate: Simulate, add: Add, *, clock: Clock, port: int
) -> None:
    """There is none at first, nor after a restart. One that is there stays, though the camera is gone."""
    simulator = await mailing(simulate, "message", port)
    entry = await add(simulator, options=mails(port))
    picture, client = picture_of(hass, entry), await hass_client()
    assert (await fetched(client, hass, picture))[0] == HTTPStatus.INTERNAL_SERVER_ERROR
    await post(port, picture=None)
    await becomes(hass, motion_of(hass, entry), "on")
    assert state(hass, picture).state == "unknown"
    await post(port)
    await wait_for(lambda: state(hass, picture).state != "unknown")
    await simulator.stop()
    await pass_time(hass, 301, clock)
    assert state(hass, motion_of(hass, entry)).state == "unavailable"
    assert (await fetched(client, hass, picture))[2] == JPEG
    await simulator.start()
    await reload(hass, entry)
    assert state(hass, picture).state == "unknown"


async def test_cameras_whose_alarms_cannot_be_asked_for(
    hass: HomeAssistant, simulate: Simulate, add: Add, port: int
) -> None:
    """Mails give them sensors, which go when mails are turned off."""
    simulator = await mailing(simulate, "ipc-1.0.10", port, lacks=["/cgi-bin/get_record_query"])
    entry = await add(simulator, options=mails(port))
    motion = entity(hass, entry, Platform.BINARY_SENSOR, "motion")
    assert state(hass, motion).state == "off"
    simulator.raise_alarm("motion")
    await becomes(hass, motion, "on")
    await pass_time(hass, 31)
    assert state(hass, motion).state == "off"
    await post(port, "Alarm input 3")
    await wait_for(
        lambda: er.async_get(hass).async_get_entity_id("binary_sensor", DOMAIN, f"{entry.unique_id}_alarm_input_3")
    )
    await reload(hass, entry)
    assert state(hass, entity(hass, entry, Platform.BINARY_SENSOR, "alarm_input_3")).state == "off"
    hass.config_entries.async_update_entry(entry, options={})
    await reload(hass, entry)
    left = {each.entity_id for each in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)}
    assert motion not in left
    assert not [each for each in left if each.startswith(("binary_sensor.mc400l_alarm", "image.", "event."))]


async def test_a_test_mail(hass: HomeAssistant, simulate: Simulate, add: Add, port: int) -> None:
    """Is on the bus, and no alarm."""
    entry = await add(await mailing(simulate, "message", port), options=mails(port))
    events = async_capture_events(hass, "cgi_camera_event")
    await post(port, "Test", text="This is a test")
    await wait_for(lambda: events)
    assert events[0].data["code"] == "mail"
    assert state(hass, motion_of(hass, entry)).state == "off"


async def test_diagnostics(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, simulate: Simulate, add: Add, port: int
) -> None:
    """They tell whether mails can come and do, and nothing of them."""
    assert await async_setup_component(hass, "diagnostics", {})
    entry = await add(await mailing(simulate, "message", port), options=mails(port, sender=SENDER))
    await post(port, sender=SENDER)
    await post(port, sender=SENDER, text="--x\n" * 200)
    await wait_for(lambda: entry.runtime_data.mails.condition["unreadable"])
    told = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert told["mails"] == {"listening": True, "taken": 1, "unreadable": 1, "set_up_refused": False}
    assert told["entry"]["options"]["mails_sender"] == "**REDACTED**"


# What is dropped


def dropped(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the lines about what was not taken."""
    told = [each.getMessage() for each in caplog.records if each.name == "custom_components.cgi_camera"]
    return [each for each in told if each.startswith(("A mail", "A connection"))]


async def test_secrets(
    hass: HomeAssistant, simulate: Simulate, add: Add, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    """What a mail says is nowhere in the log, and the camera's own account not on the bus, either."""
    caplog.set_level(logging.DEBUG)
    simulator = await mailing(simulate, "message", port)
    await add(simulator, options=mails(port), password="correct-horse")
    caplog.clear()
    events = async_capture_events(hass, "cgi_camera_event")
    await post(
        port,
        "Motion correct-horse battery-staple",
        text="battery-staple",
        account={"username": "u", "password": "battery-staple"},
    )
    await wait_for(lambda: events)
    await post(port, "Motion", broken_mime=True, text="battery-staple\r\n" * 100, padding=9_000_000)
    assert events[0].data["data"]["subject"] == "Motion **REDACTED** battery-staple"
    told = [each for each in caplog.records if each.name != "homeassistant.core"]
    assert "battery-staple" not in "\n".join(f"{each.getMessage()} {each.args}" for each in told)
    assert "correct-horse" not in caplog.text


@pytest.mark.parametrize(
    ("changes", "habits"),
    [
        ({"sender": "other@home.example"}, {}),
        ({"sender": SENDER}, {"sender": "other@home.example"}),
        ({}, {"source": "127.0.0.9"}),
        ({}, {"padding": 9_000_000}),
        ({}, {"cut_after": 2000}),
        ({}, {"recipients": ("a%b@c.example",)}),
        ({}, {"long_header": 65_400, "first": ""}),
    ],
    ids=["not the sender set", "not its own sender", "foreign", "large", "cut", "relay", "header"],
)
async def test_hostile_mails(
    hass: HomeAssistant,
    simulate: Simulate,
    add: Add,
    *,
    port: int,
    caplog: pytest.LogCaptureFixture,
    changes: dict[str, Any],
    habits: dict[str, Any],
) -> None:
    """They raise no alarm, and leave a line among the debug messages."""
    simulator = await mailing(simulate, "message", port, mail_habits=habits)
    await add(simulator, options=mails(port, **changes))
    events = async_capture_events(hass, "cgi_camera_event")
    caplog.clear()
    caplog.set_level(logging.DEBUG, "custom_components.cgi_camera")
    simulator.raise_alarm("motion")
    await simulator.postman.settled()
    await wait_for(lambda: not receivers(hass)._receivers[Place("127.0.0.1", port)].sessions)
    await wait_for(lambda: dropped(caplog))
    await hass.async_block_till_done(wait_background_tasks=False)
    assert events == []
    assert len(dropped(caplog)) == 1


async def test_bombs(
    hass: HomeAssistant, simulate: Simulate, add: Add, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    """What no camera would send is taken in, and thrown away with one line."""
    entry = await add(await mailing(simulate, "message", port), options=mails(port))
    caplog.set_level(logging.DEBUG, "custom_components.cgi_camera")
    await post(port, text="--x\n" * 200)
    await wait_for(lambda: "A mail of Front was not taken: too many parts" in caplog.text)
    assert state(hass, motion_of(hass, entry)).state == "off"


async def test_mails_that_wait(
    hass: HomeAssistant, simulate: Simulate, add: Add, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those that are not read yet only a few are kept."""
    await add(await mailing(simulate, "message", port), options=mails(port))
    monkeypatch.setattr(alarm_mails, "MOST_UNREAD", 0)
    (mail,) = await post(port)
    assert mail.answers[-1] == "451 4.3.2 Too many mails at once"


async def test_a_flood(hass: HomeAssistant, simulate: Simulate, add: Add, port: int) -> None:
    """Is one alarm, and Home Assistant is not kept busy by it."""
    simulator = await mailing(simulate, "message", port, mail_habits={"copies": 60})
    entry = await add(simulator, options=mails(port))
    events = async_capture_events(hass, "cgi_camera_event")
    simulator.raise_alarm("motion")
    sent = [mail for mail in await simulator.postman.settled() if mail.status == "sent"]
    await wait_for(lambda: len(events) == len(sent))
    assert 1 <= len(sent) <= 10
    assert state(hass, motion_of(hass, entry)).state == "on"


# Who listens, and when


@pytest.mark.parametrize("options", [{}, {**mails(2525), "receive_mails": False}])
async def test_nobody_listens_unasked(
    hass: HomeAssistant, simulate: Simulate, add: Add, options: dict[str, Any]
) -> None:
    """Off until the user turns it on: no port is open, and there is no picture."""
    simulator = await simulate("message")
    before = listening()
    entry = await add(simulator, options=options)
    assert listening() == before
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert not [each for each in entities if each.domain == Platform.IMAGE]


async def test_cameras_that_push_have_no_mails(hass: HomeAssistant, simulate: Simulate, add: Add, port: int) -> None:
    """Whatever stands in their options."""
    before = listening()
    entry = await add(await simulate("control"), options=mails(port))
    assert port not in listening()
    assert entry.runtime_data.mails is None
    assert before <= listening()


@pytest.mark.usefixtures("more_hosts")
async def test_one_listener_for_all(hass: HomeAssistant, simulate: Simulate, port: int) -> None:
    """It is open from the first camera to the last; each mail reaches its own camera."""
    one = await mailing(simulate, "message", port)
    other = await mailing(
        simulate, "ipc-1.0.10", port, host="127.0.0.2", mac="02-00-00-00-00-02", mail_habits={"source": "127.0.0.2"}
    )
    before = listening()
    first, second = [await set_up(hass, entry_of(each, options=mails(port))) for each in (one, other)]
    assert listening() - before == {port}
    other.raise_alarm("motion")
    await becomes(hass, motion_of(hass, second), "on")
    assert state(hass, motion_of(hass, first)).state == "off"
    one.raise_alarm("motion")
    await becomes(hass, motion_of(hass, first), "on")
    assert await hass.config_entries.async_unload(first.entry_id)
    assert listening() - before == {port}
    one.raise_alarm("motion")
    (*_, mail) = await one.postman.settled()
    assert mail.status != "sent"
    await reload(hass, second)
    assert listening() - before == {port}
    assert await hass.config_entries.async_unload(second.entry_id)
    assert listening() == before
    await set_up(hass, first)
    one.raise_alarm("motion")
    await becomes(hass, motion_of(hass, first), "on")


async def test_cameras_behind_one_address(hass: HomeAssistant, simulate: Simulate, port: int) -> None:
    """They are told apart by their senders."""
    one = await mailing(simulate, "message", port)
    other = await mailing(
        simulate, "message", port, mac="02-00-00-00-00-02", mail_habits={"sender": "other@home.example"}
    )
    first = await set_up(hass, entry_of(one, options=mails(port, sender="CAM@home.example")))
    second = await set_up(hass, entry_of(other, options=mails(port, sender="other@home.example")))
    other.raise_alarm("motion")
    await becomes(hass, motion_of(hass, second), "on")
    assert state(hass, motion_of(hass, first)).state == "off"


async def test_busy_port(hass: HomeAssistant, simulate: Simulate, port: int, issue_registry: ir.IssueRegistry) -> None:
    """The user is told, nothing else suffers, and it is tried again."""
    one = await mailing(simulate, "message", port)
    other = await mailing(simulate, "ipc-1.0.10", free := free_port(), mac="02-00-00-00-00-02")
    squatter = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", port)
    first = await set_up(hass, entry_of(one, options=mails(port)))
    second = await set_up(hass, entry_of(other, options=mails(free)))
    issue = issue_registry.async_get_issue(DOMAIN, f"cannot_receive_mails_127.0.0.1_{port}")
    assert issue
    assert issue.translation_key == "cannot_receive_mails"
    assert (issue.translation_placeholders or {})["port"] == str(port)
    other.raise_alarm("motion")
    await becomes(hass, motion_of(hass, second), "on")
    assert state(hass, motion_of(hass, first)).state == "off"
    await pass_time(hass, 61)
    assert issue_registry.async_get_issue(DOMAIN, issue.issue_id)
    squatter.close()
    await pass_time(hass, 61)
    await wait_for(lambda: receivers(hass).listens(Place("127.0.0.1", port)))
    assert not issue_registry.async_get_issue(DOMAIN, issue.issue_id)
    one.raise_alarm("motion")
    await becomes(hass, motion_of(hass, first), "on")


async def test_busy_port_of_a_camera_that_goes(
    hass: HomeAssistant, simulate: Simulate, add: Add, port: int, issue_registry: ir.IssueRegistry
) -> None:
    """Its trouble goes with it."""
    squatter = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", port)
    entry = await add(await mailing(simulate, "message", port), options=mails(port))
    assert issue_registry.async_get_issue(DOMAIN, f"cannot_receive_mails_127.0.0.1_{port}")
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert not issue_registry.async_get_issue(DOMAIN, f"cannot_receive_mails_127.0.0.1_{port}")
    squatter.close()


async def test_home_assistant_stops(hass: HomeAssistant, simulate: Simulate, add: Add, port: int) -> None:
    """The port is closed, and stays so; one that could not be opened is not tried again."""
    squatter = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", busy := free_port())
    entry = await add(await mailing(simulate, "message", port), options=mails(port))
    other = await mailing(simulate, "ipc-1.0.10", busy, mac="02-00-00-00-00-02")
    await set_up(hass, entry_of(other, options=mails(busy)))
    assert port in listening()
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    assert port not in listening()
    squatter.close()
    await pass_time(hass, 61)
    await reload(hass, entry)
    assert not {port, busy} & listening()


async def test_leaving_at_the_door(hass: HomeAssistant, port: int) -> None:
    """A camera that goes while its port is being opened leaves none open."""
    box = Mailbox(host="127.0.0.1", sender="", deliver=lambda data: True)
    place = Place("127.0.0.1", port)
    joining = asyncio.create_task(receivers(hass).join(place, box))
    await asyncio.sleep(0)
    receivers(hass).leave(place, box)
    await joining
    assert port not in listening()


async def test_a_camera_known_by_name(hass: HomeAssistant, simulate: Simulate, add: Add, port: int) -> None:
    """Names are found as they are for the camera's other answers, mDNS included."""
    await add(await mailing(simulate, "message", port), options=mails(port))

    class Resolver:
        async def resolve(self, host: str, port: int, family: int) -> list[dict[str, Any]]:
            return [{"host": "192.0.2.7", "hostname": host}]

    hass.data[module.DATA_RESOLVER] = Resolver()  # type: ignore[assignment]
    assert await receivers(hass).look_up("front.local") == ["192.0.2.7"]
