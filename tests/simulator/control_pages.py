"""The stored settings of a control camera: reading and writing its pages."""

from collections.abc import Collection, Iterable

from .control_system_tables import DNS, HTTP_API, LANGUAGE, NETWORK, TV_OUT, audio, rtsp, server_name, web_port
from .control_tables import (
    EFFECT,
    NEWER,
    PTZ_STATUS,
    SHOCK,
    SLOW_SHUTTER,
    WDR,
    WHITE_BALANCE,
    Model,
    Page,
    Row,
    Values,
    alarm_inputs,
    alarm_outputs,
    colour,
    day_night,
    motion,
    osd,
    privacy,
    record_event,
    shutter,
)
from .control_values import NotAllowed, choice
from .control_video import video

COARSE, FINE = (6, 8), (18, 24)


def all_pages(model: Model, *, name: str, port: int, rtsp_port: int, misspelt_osd: bool) -> list[Page]:
    pages = [
        server_name(name),
        web_port(port),
        LANGUAGE,
        NETWORK,
        DNS,
        alarm_inputs(model),
        alarm_outputs(model),
        motion(model),
        record_event(model),
        day_night(model),
        colour(model, "getcolor", "setcolor"),
        WHITE_BALANCE,
        WDR,
        EFFECT,
        SLOW_SHUTTER,
        shutter(model),
        HTTP_API,
        osd(model, misspelt=misspelt_osd),
        privacy(model),
        TV_OUT,
        video(model),
        audio(model),
        rtsp(rtsp_port),
    ]
    if model.shock:
        pages.append(SHOCK)
    if model.night_colour:
        pages.append(colour(model, "getncolor", "setncolor"))
    if model.newer:
        pages += NEWER
    if model.ptz:
        pages.append(PTZ_STATUS)
    return pages


class Pages:
    """Values by page and name; a request touches a page only as a whole or not at all."""

    def __init__(self, pages: Iterable[Page], lacks: Collection[str] = ()) -> None:
        self.lacks = lacks
        self.pages = {page.set: page for page in pages}
        self.values = {name: page.initial for name, page in self.pages.items()}
        self.actions: dict[tuple[str, str], tuple[Page, int, bool]] = {}
        for page in self.pages.values():
            for action, writes in ((page.get, False), (page.set, True)):
                if action and page.numbers and (writes or not page.whole):
                    for n in page.numbers:
                        if n or not writes:
                            self.actions[page.cgi, f"{action}{n}"] = page, n, writes
                elif action:
                    self.actions[page.cgi, action] = page, 0, writes

    def __getitem__(self, name: str) -> dict[str, str]:
        return self.values[name]

    def reset(self, *, keep: tuple[str, ...] = ()) -> None:
        for name, page in self.pages.items():
            if name not in keep:
                self.values[name] = page.initial

    def rows(self, name: str, n: int = 0) -> list[tuple[Row, str]]:
        """What a page's answer shows; number 0 is all of it."""
        page, values = self.pages[name], self.values[name]
        return [
            (row, values[row.key]) for row in self._had(page) if (not n or row.number in (0, n)) and row.shown(values)
        ]

    def _had(self, page: Page) -> list[Row]:
        return [row for row in page.rows if row.key not in self.lacks]

    def read(self, page: Page, n: int, query: Values) -> list[tuple[Row, str]]:
        if page.cgi == "motion" and query.keys() == {"motion1.size"} and query.keys() <= page.initial.keys():
            size = choice("8x6", "24x18")(query["motion1.size"])
            shown = as_size(self.values[page.set], size)
            return [(row, shown[row.key]) for row in self._had(page) if row.shown(shown)]
        if query:
            raise NotAllowed(f"unknown parameter {', '.join(query)}")
        return self.rows(page.set, 0 if page.whole else n)

    def write(self, page: Page, n: int, query: Values) -> None:
        rows = {row.name: row for row in self._had(page) if row.check and row.number in (0, n)}
        if not query:
            raise NotAllowed("nothing to set")
        given: dict[str, str] = {}
        for name, value in query.items():
            row = rows.get(name)
            if row is None or row.check is None:
                raise NotAllowed(f"unknown parameter {name}")
            try:
                given[row.key] = row.check(value)
            except NotAllowed as error:
                raise NotAllowed(f"{name}: {error}") from error
        values = self.values[page.set] | given
        if page.cgi == "motion" and "motion1.size" in page.initial:
            values = resized(self.values[page.set], given)
        page.rule(values, given)
        self.values[page.set] = values


def grid(values: Values, size: str) -> list[list[bool]]:
    lines, columns = FINE if size == "24x18" else COARSE
    return [[bool(int(values[f"motion1.area{y + 1}"]) >> x & 1) for x in range(columns)] for y in range(lines)]


def as_size(values: Values, size: str) -> dict[str, str]:
    """The motion area in the other division: one old block is three by three of the new ones."""
    shown = dict(values)
    if values["motion1.size"] == size:
        return shown
    old = grid(values, values["motion1.size"])
    if size == "24x18":
        new = [[old[y // 3][x // 3] for x in range(24)] for y in range(18)]
    else:
        new = [
            [any(any(line[x * 3 : x * 3 + 3]) for line in old[y * 3 : y * 3 + 3]) for x in range(8)] for y in range(6)
        ]
    shown["motion1.size"] = size
    for y, line in enumerate(new):
        shown[f"motion1.area{y + 1}"] = str(sum(on << x for x, on in enumerate(line)))
    return shown


def resized(values: Values, given: Values) -> dict[str, str]:
    """Section 2.3: areas without a size are of the old division, whatever is stored."""
    areas = {key: value for key, value in given.items() if key.startswith("motion1.area")}
    size = given.get("motion1.size", "8x6" if areas else values["motion1.size"])
    if size == "8x6":
        for key, value in areas.items():
            if int(value) > 0xFF or int(key.removeprefix("motion1.area")) > 6:
                raise NotAllowed(f"{key}: only 0..255 in six lines, with size 8x6 or without a size")
    return as_size(values, size) | dict(given) | {"motion1.size": size}
