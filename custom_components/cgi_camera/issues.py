"""What users should do about a camera: a row for each repair issue, created while it is so and deleted when it is over.

What mends one is in `repairs`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED, ConfigEntry, ConfigEntryChange, ConfigEntryState
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .const import CONF_EVENTS, DEFAULT_EVENTS, DOMAIN
from .protocol import features as f

if TYPE_CHECKING:
    from .coordinator import CameraConfigEntry, CameraCoordinator

HELP: Final = "https://github.com/cgi-camera/cgi_camera/blob/main/docs/repairs.md"
WRONG_CLOCK: Final = timedelta(days=1).total_seconds()
"""Seconds for which a clock must have been wrong: around the change to summer time, cameras may take hours."""
DEFAULT_PASSWORDS: Final = frozenset({"", "admin", "123456"})
"""What the account `admin` has in the cameras' documents as long as nobody changes it."""

type Details = Callable[[CameraCoordinator], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing that may be wrong with a camera. `details` are for the text, which also gets camera and address.

    `while_away`: it is known also of a camera that does not answer. The others stay as they are meanwhile.
    """

    key: str
    found: Callable[[CameraCoordinator], bool]
    while_away: bool = False
    fixable: bool = False
    severity: ir.IssueSeverity = ir.IssueSeverity.WARNING
    details: Details = lambda coordinator: {}


def _clock_is_wrong(coordinator: CameraCoordinator) -> bool:
    return coordinator.camera.clock_wrong_for >= WRONG_CLOCK


def _can_set_clock(coordinator: CameraCoordinator) -> bool:
    return f.SET_CLOCK in coordinator.camera.commands(0)


def _minutes(coordinator: CameraCoordinator) -> Mapping[str, str]:
    fast = coordinator.camera.value(f.CLOCK_OFFSET) or 0
    return {"minutes": str(abs(fast) // 60)}


def _everybody_knows_the_password(coordinator: CameraCoordinator) -> bool:
    data = coordinator.config_entry.data
    known = DEFAULT_PASSWORDS if data[CONF_USERNAME].casefold() == "admin" else {""}
    return data[CONF_PASSWORD] in known


def _events_are_refused(coordinator: CameraCoordinator) -> bool:
    wanted: bool = coordinator.config_entry.options.get(CONF_EVENTS, DEFAULT_EVENTS)
    return wanted and coordinator.camera.refuses_push


def _mail_setup_is_refused(coordinator: CameraCoordinator) -> bool:
    return bool(coordinator.mails and coordinator.mails.refused)


def _mail_refusal(coordinator: CameraCoordinator) -> Mapping[str, str]:
    return {"reason": coordinator.mails.refused if coordinator.mails else ""}


def _video_is_missing(coordinator: CameraCoordinator) -> bool:
    return coordinator.rtsp.missing


def _video_is_refused(coordinator: CameraCoordinator) -> bool:
    return coordinator.rtsp.refused


ISSUES: Final = (
    Issue(
        key="account_locked",
        found=lambda coordinator: coordinator.locked,
        while_away=True,
        severity=ir.IssueSeverity.ERROR,
    ),
    Issue(
        key="clock_wrong",
        found=lambda coordinator: _clock_is_wrong(coordinator) and _can_set_clock(coordinator),
        fixable=True,
        details=_minutes,
    ),
    Issue(
        key="clock_wrong_by_hand",
        found=lambda coordinator: _clock_is_wrong(coordinator) and not _can_set_clock(coordinator),
        details=_minutes,
    ),
    Issue(key="default_password", found=_everybody_knows_the_password, while_away=True, fixable=True),
    Issue(key="events_refused", found=_events_are_refused, fixable=True),
    Issue(key="mail_setup_refused", found=_mail_setup_is_refused, details=_mail_refusal),
    Issue(key="streams_missing", found=_video_is_missing, fixable=True),
    Issue(key="streams_refused", found=_video_is_refused, fixable=True),
)


def issue_id(issue: Issue, entry: CameraConfigEntry) -> str:
    """Return the id of an issue of one camera."""
    return f"{issue.key}_{entry.entry_id}"


@callback
def check_issues(coordinator: CameraCoordinator) -> None:
    """Create the issues that a camera has, and delete those that it has no more."""
    hass, entry = coordinator.hass, coordinator.config_entry
    away = coordinator.locked or not coordinator.last_update_success
    for issue in ISSUES:
        if away and not issue.while_away:
            continue
        if not issue.found(coordinator):
            # What the user ignores is to stay ignored after a reload, when nobody has looked for it yet.
            known = ir.async_get(hass).async_get_issue(DOMAIN, issue_id(issue, entry))
            if known and (issue.key in coordinator.issues or not known.dismissed_version):
                ir.async_delete_issue(hass, DOMAIN, known.issue_id)
            coordinator.issues.discard(issue.key)
            continue
        coordinator.issues.add(issue.key)
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue_id(issue, entry),
            data={"entry_id": entry.entry_id, "issue": issue.key},
            is_fixable=issue.fixable,
            learn_more_url=f"{HELP}#{issue.key.replace('_', '-')}",
            severity=issue.severity,
            translation_key=issue.key,
            translation_placeholders={
                "camera": entry.title,
                "address": str(coordinator.camera.transport.base),
                **issue.details(coordinator),
            },
        )


@callback
def follow_entries(hass: HomeAssistant) -> None:
    """Delete the issues of cameras that are removed or not used any more, in whatever state they were."""
    registry = ir.async_get(hass)

    @callback
    def changed(change: ConfigEntryChange, entry: ConfigEntry) -> None:
        removed = change is ConfigEntryChange.REMOVED
        if entry.domain != DOMAIN or not (removed or entry.state is ConfigEntryState.NOT_LOADED):
            return
        for issue in ISSUES:
            known = registry.async_get_issue(DOMAIN, issue_id(issue, entry))
            # What the user ignores is to stay ignored after a reload, which unloads, too.
            if known and (removed or not known.dismissed_version):
                ir.async_delete_issue(hass, DOMAIN, known.issue_id)

    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, changed)
