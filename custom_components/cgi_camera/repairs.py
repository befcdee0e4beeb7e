"""What mends a repair issue, where that can be done from here."""

from typing import Any, Final

from homeassistant.components.repairs import ConfirmRepairFlow, FlowType, RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
import probatio as vol

from .const import CONF_EVENTS, DOMAIN
from .coordinator import CameraConfigEntry
from .protocol import features as f
from .protocol.clock import TOLERANCE
from .protocol.model import Slot


class CameraRepair(RepairsFlow):
    """Mends something at one camera."""

    def __init__(self, entry: CameraConfigEntry) -> None:
        """Belong to a camera's entry."""
        self.entry = entry

    def _ask(self, step: str, errors: dict[str, str] | None = None, **more: str) -> RepairsFlowResult:
        """Show what is wrong, and let the user agree to what is done about it."""
        return self.async_show_form(
            step_id=step,
            data_schema=vol.Schema({}),
            errors=errors,
            description_placeholders={**self._placeholders(), "reason": "", **more},
        )

    def _placeholders(self) -> dict[str, str]:
        """Return what the issue is about."""
        issue = ir.async_get(self.hass).async_get_issue(self.handler, self.issue_id)
        return (issue.translation_placeholders if issue else None) or {}


class ClockRepair(CameraRepair):
    """Sets the clock."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_confirm()

    async def async_step_confirm(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Set the clock and make sure that it is right."""
        if user_input is None:
            return self._ask("confirm")
        if self.entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        coordinator = self.entry.runtime_data
        try:
            await coordinator.act(f.SET_CLOCK, channel=0)
            await coordinator.read(Slot(0, f.CLOCK_OFFSET))
        except HomeAssistantError as err:
            return self._ask("confirm", {"base": "cannot_set"}, reason=str(err))
        fast = coordinator.camera.value(f.CLOCK_OFFSET) or 0
        if abs(fast) > TOLERANCE:
            return self._ask("confirm", {"base": "still_wrong"})
        return self.async_create_entry(data={})


class PasswordRepair(CameraRepair):
    """Has the user change the password at the camera, then asks for it in the form that changes the connection."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_confirm()

    async def async_step_confirm(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Go on to the form."""
        if user_input is None:
            return self._ask("confirm")
        flow = await self.hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": self.entry.entry_id}
        )
        return self.async_create_entry(data={}, next_flow=(FlowType.CONFIG_FLOW, flow["flow_id"]))


class TryAgain(CameraRepair):
    """Sets the camera up again once the user has changed something there, or does something else instead."""

    choices: tuple[str, ...] = ("try_again",)

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Let the user choose."""
        return self.async_show_menu(
            step_id="init", menu_options=list(self.choices), description_placeholders=self._placeholders()
        )

    async def async_step_try_again(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Connect anew."""
        self.hass.config_entries.async_schedule_reload(self.entry.entry_id)
        return self.async_create_entry(data={})


class EventsRepair(TryAgain):
    """Tries the event stream again, or does without."""

    choices = ("try_again", "do_without")

    async def async_step_do_without(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Turn the option off."""
        self.hass.config_entries.async_update_entry(self.entry, options={**self.entry.options, CONF_EVENTS: False})
        return await self.async_step_try_again()


class StreamsRepair(TryAgain):
    """Looks for video again, or asks where it is."""

    choices = ("try_again", "enter_path")

    async def async_step_enter_path(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Go on to the options."""
        flow = await self.hass.config_entries.options.async_init(self.entry.entry_id)
        return self.async_create_entry(data={}, next_flow=(FlowType.OPTIONS_FLOW, flow["flow_id"]))


REPAIRS: Final[dict[str, type[CameraRepair]]] = {
    "clock_wrong": ClockRepair,
    "default_password": PasswordRepair,
    "events_refused": EventsRepair,
    "streams_missing": StreamsRepair,
    "streams_refused": StreamsRepair,
}


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return what mends an issue."""
    told = data or {}
    entry = hass.config_entries.async_get_entry(str(told.get("entry_id")))
    repair = REPAIRS.get(str(told.get("issue")))
    return repair(entry) if repair and entry else ConfirmRepairFlow()
