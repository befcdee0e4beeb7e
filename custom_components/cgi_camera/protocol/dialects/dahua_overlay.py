"""What the dahua dialect writes on the picture (Amcrest HTTP API, sections 4.5.7, 4.5.12, 4.6.4 and 8.2.1)."""

from .. import features as f
from ..converters import TEXT
from ..model import Domain, Feature
from ..schema import AnyField, Field
from .dahua_areas import MASKS
from .dahua_caps import CAPABILITIES
from .dahua_rows import shown, switch, table, text, word
from .dahua_values import COLOR, COORDINATE, CORNER
from .dahua_words import TEXT_ALIGNMENT

_WIDGET = "VideoWidget[{ch0}]"
_CUSTOM = f"{_WIDGET}.CustomTitle[{{n0}}]"
_EXTRA = f"{_WIDGET}.UserDefinedTitle[{{n0}}]"
_PEOPLE = "VideoWidgetNumberStat[{ch0}]"
_LINES = Domain(maximum=255)


def _place(x: Feature[int], y: Feature[int], head: str) -> tuple[AnyField, ...]:
    """Return the upper left corner of a title, of which the lower right one must be the same."""

    def side(feature: Feature[int], index: int) -> AnyField:
        first, second = (f"table.{head}.Rect[{corner}]" for corner in (index, index + 2))
        return Field(feature, first, CORNER, COORDINATE, parts=(second,), companions=(x, y))

    return side(x, 0), side(y, 1)


def _color(feature: Feature[str], head: str) -> AnyField:
    first, *rest = (f"table.{head}[{part}]" for part in range(4))
    return Field(feature, first, COLOR, parts=tuple(rest))


TITLES = table(
    "ChannelTitle",
    shown(f.CHANNEL_NAME, "ChannelTitle[{ch0}].Name", TEXT),
    text(f.OSD_TITLE, "ChannelTitle[{ch0}].Name"),
)

OVERLAY = (
    table(
        "VideoWidget",
        switch(f.OSD, f"{_WIDGET}.ChannelTitle.EncodeBlend"),
        *_place(f.OSD_X, f.OSD_Y, f"{_WIDGET}.ChannelTitle"),
        _color(f.OSD_TEXT_COLOR, f"{_WIDGET}.ChannelTitle.FrontColor"),
        _color(f.OSD_BACK_COLOR, f"{_WIDGET}.ChannelTitle.BackColor"),
        switch(f.TIME_OSD, f"{_WIDGET}.TimeTitle.EncodeBlend"),
        switch(f.OSD_WEEKDAY, f"{_WIDGET}.TimeTitle.ShowWeek"),
        *_place(f.TIME_OSD_X, f.TIME_OSD_Y, f"{_WIDGET}.TimeTitle"),
        _color(f.TIME_OSD_TEXT_COLOR, f"{_WIDGET}.TimeTitle.FrontColor"),
        _color(f.TIME_OSD_BACK_COLOR, f"{_WIDGET}.TimeTitle.BackColor"),
        # Beyond the document: free texts, whose lines are parted by `|`.
        switch(f.USER_OSD, f"{_CUSTOM}.EncodeBlend"),
        text(f.USER_OSD_TITLE, f"{_CUSTOM}.Text", _LINES),
        *_place(f.USER_OSD_X, f.USER_OSD_Y, _CUSTOM),
        switch(f.EXTRA_OSD, f"{_EXTRA}.EncodeBlend"),
        text(f.EXTRA_OSD_TITLE, f"{_EXTRA}.Text", _LINES),
        *MASKS,
        ranges=CAPABILITIES.key,
    ),
    table(
        "VideoWidgetNumberStat",
        switch(f.PEOPLE_OSD, f"{_PEOPLE}.EncodeBlend"),
        switch(f.PEOPLE_OSD_ENTERED, f"{_PEOPLE}.ShowEnterNum"),
        switch(f.PEOPLE_OSD_EXITED, f"{_PEOPLE}.ShowExitNum"),
        word(f.PEOPLE_OSD_ALIGNMENT, f"{_PEOPLE}.TextAlign", TEXT_ALIGNMENT),
        follows="getSummary",
    ),
)
