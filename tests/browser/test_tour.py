"""What a new user does, step by step, and what is then seen at the camera."""

import asyncio
from collections.abc import Awaitable, Callable
import re
from typing import Any

from playwright.async_api import Locator, Page, expect
import pytest

from scripts.demo_app import checks
from scripts.demo_app.cameras import PASSWORD, USER

from .conftest import PATIENCE, Demo, Picture

NAME = "Driveway"
DASHBOARD = "/demo-cameras"


async def until[T](told: Callable[[], Awaitable[T]], wanted: Callable[[T], bool]) -> None:
    """Ask until what is told is what is wanted."""
    async with asyncio.timeout(PATIENCE / 1000):
        while True:
            if wanted(await told()):
                return
            await asyncio.sleep(0.2)


async def plays(video: Locator) -> None:
    """See a video run. One that is as short as a recording of the demo may have ended."""
    await until(lambda: video.evaluate("video => video.videoWidth > 0 && video.currentTime > 0.3"), bool)


def section_of(page: Page) -> Locator:
    """Return what the dashboard shows of the camera."""
    return page.locator("hui-section").filter(has=page.locator("hui-heading-card").get_by_text(NAME, exact=True))


async def test_wrong_password_is_explained(demo: Demo, page: Page, picture: Picture) -> None:
    """The form tells what is wrong and keeps what was typed."""
    await page.goto("/config/integrations/dashboard")
    await page.get_by_role("button", name="Add integration").click()
    dialog = page.locator("ha-dialog")
    await dialog.get_by_placeholder("Search for a brand name").fill("CGI Camera")
    await dialog.get_by_text("CGI Camera", exact=True).click()
    url = demo.simulated[NAME].url
    await dialog.get_by_role("textbox", name="Host").fill(f"{url.host}:{url.port}")
    await dialog.get_by_role("textbox", name="Username").fill(USER)
    await dialog.get_by_role("textbox", name="Password").fill("a wrong one")
    await picture("add")
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog.locator("ha-alert")).to_contain_text("The camera does not accept this account")
    await expect(dialog.get_by_role("textbox", name="Host")).to_have_value(f"{url.host}:{url.port}")
    await picture("wrong-password")


async def test_camera_is_added(page: Page, picture: Picture) -> None:
    """With the right password the camera is there, under its own name, and its page opens."""
    dialog = page.locator("ha-dialog")
    await dialog.get_by_role("textbox", name="Password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog.get_by_role("textbox", name="Device name")).to_have_value(NAME)
    await picture("added")
    await dialog.get_by_role("button", name="Skip and finish").click()
    await page.wait_for_url("**/config/devices/device/*")
    await expect(page.get_by_text("by Dahua")).to_be_visible()


async def test_camera_is_found_among_the_devices(page: Page, picture: Picture) -> None:
    """The integration's page leads to the camera's."""
    await page.goto("/config/integrations/dashboard")
    await page.get_by_text("CGI Camera", exact=True).click()
    await page.get_by_text("IPC-HDW5831R-ZE").click()
    await page.wait_for_url("**/config/devices/device/*")
    await expect(page.get_by_text("Controls", exact=True)).to_be_visible()
    await expect(page.locator("hui-generic-entity-row").get_by_text("Motion", exact=True).first).to_be_visible()
    await picture("device")


async def test_brightness_reaches_the_camera(demo: Demo, page: Page, picture: Picture) -> None:
    """The slider is dragged with the mouse, and the camera has what it then shows."""

    async def levels() -> set[str]:
        values = (await demo.told(NAME, "state"))["settings"]["config"]
        return {value for key, value in values.items() if re.fullmatch(r"VideoColor\[0\].*\.Brightness", key)}

    row = page.locator("hui-number-entity-row").filter(has=page.get_by_text("Brightness", exact=True))
    slider = row.get_by_role("slider")
    await expect(slider).to_have_attribute("aria-valuenow", "50")
    # In the middle, which is where its knob is. Waits until nothing moves any more.
    await slider.hover()
    box = await slider.bounding_box()
    assert box is not None
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2, steps=5)
    await page.mouse.up()
    wanted = await slider.get_attribute("aria-valuenow")
    assert wanted not in (None, "50")
    await until(levels, lambda levels: wanted in levels)
    await expect(slider).to_have_attribute("aria-valuenow", wanted)
    await picture("brightness")


async def test_restart_reaches_the_camera(demo: Demo, page: Page, picture: Picture) -> None:
    """The button of the camera's page restarts it; the camera comes back by itself."""

    async def uptime() -> float:
        return (await demo.told(NAME, "state"))["uptime"]

    before = await uptime()
    row = page.locator("hui-button-entity-row").filter(has=page.get_by_text("Restart", exact=True))
    await row.get_by_role("button", name="Press").click()
    await until(uptime, lambda now: now < before)
    await picture("restart")
    await page.goto(page.url)
    await expect(page.locator("hui-number-entity-row").get_by_role("slider").first).to_be_enabled()
    # Whether a question fell into the moment when the camera was away is chance.
    await demo.home.post("/api/services/system_log/clear", {})


async def test_camera_is_watched(demo: Demo, page: Page, picture: Picture) -> None:
    """A click on the camera shows it live."""
    await page.locator("hui-generic-entity-row").get_by_text(NAME, exact=True).click()
    dialog = page.locator("ha-more-info-dialog")
    if demo.live:
        await plays(dialog.locator("video"))
    else:
        await expect(dialog.locator("ha-camera-stream img")).to_be_visible()
    await picture("live")


async def test_motion_lights_up(demo: Demo, cameras: checks.Cameras, page: Page, picture: Picture) -> None:
    """The tile on the dashboard follows the camera's alarm, and goes out again."""
    await page.goto(DASHBOARD)
    section = section_of(page)
    tile = section.locator("hui-tile-card").filter(has=page.get_by_text("Motion", exact=True))
    await expect(tile).to_contain_text("Clear")
    await demo.alarm(NAME, "motion", True)
    await expect(tile).to_contain_text("Detected")
    if demo.live:
        await plays(section.locator("video"))
    await section.evaluate("section => { section.style.scrollMarginTop = '80px'; section.scrollIntoView(); }")
    await picture("motion")
    await demo.alarm(NAME, "motion", False)
    await expect(tile).to_contain_text("Clear")


async def test_alarm_mail_lights_up(demo: Demo, cameras: checks.Cameras, page: Page, picture: Picture) -> None:
    """A camera that mails its alarms turns its motion sensor on, and the picture in the mail is shown."""

    async def mails() -> list[dict[str, Any]]:
        return await demo.told("Workshop", "mails")

    await page.goto("/config/integrations/integration/cgi_camera")
    await page.get_by_text("V6202IR-AR0237").click()
    sensors = page.locator("ha-device-entities-card").filter(has=page.get_by_text("Sensors", exact=True))
    row = sensors.locator("hui-generic-entity-row")
    motion = row.filter(has=page.get_by_text("Motion", exact=True))
    await expect(motion).to_contain_text("Clear")
    before = len(await mails())
    await demo.alarm("Workshop", "motion", True)
    await expect(motion).to_contain_text("Detected")
    await until(mails, lambda now: len(now) > before and now[-1]["status"] == "sent")
    await demo.alarm("Workshop", "motion", False)
    await row.get_by_text("Last alarm picture", exact=True).click()
    image = page.locator("ha-more-info-dialog img")
    await until(lambda: image.evaluate("image => image.complete && image.naturalWidth > 0"), bool)
    await picture("mail")
    await page.keyboard.press("Escape")
    await expect(motion).to_contain_text("Clear")


async def test_joystick_moves_the_camera(demo: Demo, cameras: checks.Cameras, page: Page, picture: Picture) -> None:
    """An arrow of docs/dashboards/ptz-joystick.yaml turns the head for a moment."""

    async def head() -> dict[str, Any]:
        return (await demo.told(NAME, "state"))["settings"]["ptz"][0]

    await page.goto(DASHBOARD)
    card = section_of(page).locator("hui-picture-elements-card")
    pan, tilt, _ = (await head())["place"]
    await card.get_by_title("Left", exact=True).click()
    await until(head, lambda now: now["place"][0] != pan and not now["running"])
    assert (await head())["place"][1] == tilt
    if demo.live:
        await plays(card.locator("video"))
    await picture("joystick")


@pytest.mark.parametrize("name", ["Garden", "Driveway", "Workshop"])
async def test_recordings_are_played(cameras: checks.Cameras, page: Page, picture: Picture, name: str) -> None:
    """From the media panel down to a recording of each dialect that has them."""
    await page.goto("/media-browser")
    children = page.locator("ha-media-player-browse .child")
    for title in ("CGI Camera", name, re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\(\d+\)")):
        await children.filter(has_text=title).first.click()
    recording = children.filter(has_text=re.compile(r"\d\d:\d\d:\d\d")).first
    await expect(recording).to_be_visible()
    await picture(f"recordings-{name.lower()}")
    await recording.click()
    await plays(page.locator("hui-dialog-web-browser-play-media video"))
    await picture(f"recording-{name.lower()}")


async def test_everything_that_the_demo_shows_is_true(demo: Demo, cameras: checks.Cameras) -> None:
    """What `scripts/demo --once` checks."""
    faults = checks.everything(demo.home, demo.session, cameras, {}, live=demo.live)
    assert {name: found async for name, found in faults if found} == {}
