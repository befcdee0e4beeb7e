"""Alarms of the control dialect, what they set off, and its relays (Control CGI 1.20, sections 2 and 6)."""

from collections.abc import Iterator

from .. import features as f
from ..converters import ENABLE, INT, ON_OFF, TEXT, flag, span
from ..exchange import Place
from ..model import ABSENT, ANY, Domain, Feature
from ..schema import AnyField, Document, Endpoint, Field
from .control_areas import MOTION_AREA
from .control_rows import do, one_of_several, settings
from .control_values import CONTACT, CONTINUOUS, NAME, RECORDED, SECONDS, all_too

_MOTION, _INPUT, _SHOCK = 1, 2, 4


def _if_shock(document: Document, ranges: Document, place: Place) -> Domain:
    """Offer what has to do with shocks to a camera that feels them (sections 2.2 and 2.4)."""
    return ANY if ranges else ABSENT


def _links(path: str, motion: Feature[bool], contact: Feature[bool], shock: Feature[bool]) -> Iterator[AnyField]:
    """Yield the rows for what sets something off, one bit each."""
    yield Field(motion, path, flag(_MOTION))
    yield Field(contact, path, flag(_INPUT))
    yield Field(shock, path, flag(_SHOCK), _if_shock)


def _alarm_input(number: int) -> Endpoint:
    """Return the settings of one alarm input (section 2.1)."""
    at, own = f"alarmin{number}", str(number)
    return one_of_several(
        "alarmin",
        number,
        Field(f.ALARM_INPUT_ENABLED, f"{at}.enable", ENABLE, number=own, also=all_too),
        Field(f.ALARM_INPUT_NAME, f"{at}.name", TEXT, NAME, number=own),
        Field(f.ALARM_INPUT_TYPE, f"{at}.type", CONTACT, number=own),
    )


# Each is set by an action of its own; all are read at once (section 2.2). Whether a relay is closed is told by events
# and in the answer to a set, nowhere else (sections 5.1 and 6.1).
_SET = do("alarmout", "setalarmout{n}")
_OUTPUTS = Endpoint(
    key="alarmout",
    read=do("alarmout", "getalarmout0"),
    set=_SET,
    ranges="shock",
    fields=(
        Field(f.RELAY, "alarmout{n}", ON_OFF, presence="alarmout{n}.enable", set=do("ctrl_alarmout", "setalarmout")),
        Field(f.ALARM_OUTPUT_ENABLED, "alarmout{n}.enable", ENABLE, also=all_too),
        Field(f.RELAY_NAME, "alarmout{n}.name", TEXT, NAME),
        *_links("alarmout{n}.link", f.MOTION_ALARM_OUTPUT, f.INPUT_ALARM_OUTPUT, f.TAMPER_ALARM_OUTPUT),
        # 1 is without end.
        Field(f.ALARM_OUTPUT_CONTINUOUS, "alarmout{n}.time", CONTINUOUS),
        Field(f.ALARM_OUTPUT_DURATION, "alarmout{n}.time", SECONDS),
    ),
)

_RECORDING = settings(
    "recordevent",
    "recevent",
    Field(f.RECORDING_ON_EVENT, "record.status", ENABLE),
    Field(f.RECORDING_STREAM, "record.streamid", RECORDED),
    *_links("record.link", f.MOTION_RECORDING, f.INPUT_RECORDING, f.TAMPER_RECORDING),
    Field(f.RECORDING_FTP, "record.save", flag(1)),
    Field(f.RECORDING_EMAIL, "record.save", flag(2)),
    Field(f.PRE_RECORD, "record.timeprev", INT, span(0, 5)),
    Field(f.POST_RECORD, "record.timenext", INT, span(5, 30)),
    # From 4096 says the table, and the example below it sets 2048.
    Field(f.RECORDING_FILE_SIZE, "record.maxsize", INT, span(2048, 10240)),
    ranges="shock",
)

ALARMS = (
    settings(
        "motion",
        "motion1",
        Field(f.MOTION_DETECTION, "motion1.enable", ENABLE, also=all_too),
        Field(f.MOTION_NAME, "motion1.name", TEXT, NAME),
        Field(f.MOTION_SENSITIVITY, "motion1.level", INT, span(1, 5)),
        # Since V1.22, without a name or a range; as long as a relay may stay closed.
        Field(f.MOTION_DURATION, "motion1.duration", INT, span(1, 180)),
        MOTION_AREA,
    ),
    settings(
        "shock",
        "shock",
        Field(f.TAMPER_DETECTION, "shock.enable", ENABLE),
        Field(f.TAMPER_SENSITIVITY, "shock.level", INT, span(1, 9)),
    ),
    # The document knows one input only.
    *map(_alarm_input, (1, 2, 3, 4)),
    _OUTPUTS,
    _RECORDING,
)
