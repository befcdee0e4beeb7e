"""The settings of a control camera: one page a CGI, one row a parameter (Control CGI 1.20, sections 1 to 4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .control_values import Check, NotAllowed, choice, integer, text

type Values = Mapping[str, str]

ON_OFF = choice("enable", "disable")
PORT = integer(3000, 60000)


def always(values: Values) -> bool:
    return True


def anything(values: Values, given: Values) -> None:
    """No rule beyond those of the single parameters."""


def only(key: str, *words: str) -> Callable[[Values], bool]:
    """Shown in these modes alone, as the document's answers do."""
    return lambda values: values[key] in words


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter; ``answer`` is its name in the answer where that differs, ``check`` None is read-only."""

    name: str
    check: Check | None
    initial: str
    answer: str = ""
    number: int = 0
    comment: str = ""
    shown: Callable[[Values], bool] = always

    @property
    def key(self) -> str:
        return self.answer or self.name


@dataclass(frozen=True, slots=True)
class Page:
    """One CGI's settings. ``numbers`` hang on the action (``getalarmin1``); ``whole``: each answer shows all."""

    cgi: str
    get: str
    set: str
    rows: tuple[Row, ...]
    numbers: tuple[int, ...] = ()
    whole: bool = False
    rule: Callable[[dict[str, str], Values], None] = anything

    @property
    def initial(self) -> dict[str, str]:
        return {row.key: row.initial for row in self.rows}


@dataclass(frozen=True, slots=True)
class Model:
    """What this camera was built with."""

    megapixel: int = 2
    alarm_inputs: int = 1
    alarm_outputs: int = 1
    privacy_areas: int = 6
    motion_blocks: str = "24x18"
    shock: bool = True
    night_colour: bool = True
    edge: bool = True
    hue: bool = False
    lpr: bool = False
    max_exposure: bool = True
    ptz: bool = False
    presets: int = 128
    newer: bool = False
    colour_range: tuple[int, int] = (1, 100)
    captures: int = 2
    whole_unified: bool = False
    # Before there were a delay and two thresholds (A3.2); and a codec that the document has "not now".
    day_night_level: bool = False
    alaw: bool = False


def numbered(count: int) -> tuple[int, ...]:
    return tuple(range(1, count + 1))


def companions(key: str, needs: Mapping[str, tuple[str, ...]]) -> Callable[[Values, Values], None]:
    """Some modes must bring their values in the same request."""

    def rule(values: Values, given: Values) -> None:
        missing = [name for name in needs.get(given.get(key, ""), ()) if name not in given]
        if missing:
            raise NotAllowed(f"{' and '.join(missing)} must be set with {given[key]}")

    return rule


def alarm_inputs(model: Model) -> Page:
    rows = [
        Row("allstatus", ON_OFF, "enable"),
        Row("maxno", None, str(model.alarm_inputs), comment="Max supported number of alarm input"),
    ]
    for n in numbered(model.alarm_inputs):
        rows += [
            Row(f"alarmin{n}.enable", ON_OFF, "enable", number=n),
            Row(f"alarmin{n}.name", text(10), "sensor", number=n),
            Row(f"alarmin{n}.type", choice("nc", "no"), "no", number=n),
        ]
    return Page("alarmin", "getalarmin", "setalarmin", tuple(rows), numbered(model.alarm_inputs))


def alarm_outputs(model: Model) -> Page:
    rows = [
        Row("allstatus", ON_OFF, "enable"),
        Row("maxno", None, str(model.alarm_outputs), comment="Max supported number of alarm output"),
    ]
    for n in numbered(model.alarm_outputs):
        rows += [
            Row(f"alarmout{n}.enable", ON_OFF, "enable", number=n),
            Row(f"alarmout{n}.name", text(10), "relay", number=n),
            Row(f"alarmout{n}.link", integer(0, 7 if model.shock else 3), "0", number=n),
            Row(f"alarmout{n}.time", integer(5, 180, 1), "5", number=n, comment="continuous, 5~180"),
        ]
    # Section 2.2: number 0 reads all of them.
    return Page("alarmout", "getalarmout", "setalarmout", tuple(rows), (0, *numbered(model.alarm_outputs)))


def motion(model: Model) -> Page:
    fine = model.motion_blocks == "24x18"
    rows = [
        Row("allstatus", ON_OFF, "enable"),
        Row("maxno", None, "1", comment="Max supported number of motion."),
        Row("motion1.enable", ON_OFF, "enable", number=1),
        Row("motion1.name", text(10), "md1", number=1),
        Row("motion1.level", integer(1, 5), "3", number=1),
    ]
    if fine:
        rows.append(Row("motion1.size", choice("8x6", "24x18"), "24x18", number=1))
    if model.newer:
        # Of 1.22 no document is at hand: up to what an alarm output takes (2.2).
        rows.append(Row("motion1.duration", integer(1, 180), "5", number=1))
    most = 0xFFFFFF if fine else 0xFF
    for line in range(1, 19 if fine else 7):
        shown = always if line <= 6 else only("motion1.size", "24x18")
        rows.append(Row(f"motion1.area{line}", integer(0, most), str(most), number=1, shown=shown))
    return Page("motion", "getmotion", "setmotion", tuple(rows), (1,))


def privacy(model: Model) -> Page:
    rows = [Row("allstatus", ON_OFF, "disable"), Row("maxno", None, str(model.privacy_areas))]
    for n in numbered(model.privacy_areas):
        # Section 4.3: the number is in the answer's names and not in the request's.
        rows += [
            Row(f"privacy.{name}", check, initial, answer=f"privacy{n}.{name}", number=n)
            for name, check, initial in (
                ("enable", ON_OFF, "disable"),
                ("color", integer(1, 8), "1"),
                ("startx", integer(0, 319), "0"),
                ("starty", integer(0, 239), "0"),
                ("endx", integer(1, 320), "30"),
                ("endy", integer(1, 240), "30"),
            )
        ]
    return Page("privacy", "getprivacy", "setprivacy", tuple(rows), numbered(model.privacy_areas), rule=inside_picture)


def inside_picture(values: Values, given: Values) -> None:
    for key in given:
        area = key.partition(".")[0]
        # "startx+endx < 320" would forbid the width of 320 that the same table allows.
        for start, extent, most in (("startx", "endx", 320), ("starty", "endy", 240)):
            if f"{area}.{start}" in values and int(values[f"{area}.{start}"]) + int(values[f"{area}.{extent}"]) > most:
                raise NotAllowed(f"{start} + {extent} is over {most}")


def record_event(model: Model) -> Page:
    return Page(
        "recordevent",
        "getrecevent",
        "setrecevent",
        (
            Row("record.status", ON_OFF, "enable"),
            Row("record.streamid", choice("stream1", "stream2", "stream3"), "stream1"),
            Row("record.link", integer(0, 7 if model.shock else 3), "3"),
            Row("record.save", integer(0, 3), "1"),
            Row("record.timeprev", integer(0, 5), "5"),
            Row("record.timenext", integer(5, 30), "20"),
            # The table says 4096 and up, the example below it sets 2048.
            Row("record.maxsize", integer(2048, 10240), "4096"),
        ),
    )


def day_night(model: Model) -> Page:
    older = model.day_night_level
    modes = ("day", "night", "auto", "lpr") if model.lpr else ("day", "night", "auto")
    rows = [
        Row("mode", choice(*modes), "auto", answer="daynightmode"),
        Row("autolevel", integer(1, 100), "50", shown=lambda values: older),
        Row("interval", integer(1, 200), "5", shown=lambda values: not older),
        Row("ptn", integer(1, 990), "500", shown=lambda values: not older),
        Row("ptd", integer(1, 990), "270", shown=lambda values: not older),
        Row("irlink", ON_OFF, "enable"),
    ]
    if model.lpr:
        lpr = only("daynightmode", "lpr")
        rows += [
            Row("lprdayspeed", integer(1, 10), "10", shown=lpr),
            Row("lprnightspeed", integer(1, 10), "7", shown=lpr),
        ]
    rule = companions("mode", {"auto": ("autolevel",)}) if older else night_above_day
    return Page("camdaynight", "getdaynight", "setdaynight", tuple(rows), rule=rule)


def night_above_day(values: Values, given: Values) -> None:
    if int(values["ptn"]) < int(values["ptd"]):
        raise NotAllowed("ptn must not be under ptd")


def colour(model: Model, get: str, set_: str) -> Page:
    low, high = model.colour_range
    names = ["bright", "contrast", "saturation", "sharp"]
    names += ["edge"] * model.edge + ["hue"] * model.hue
    middle = str((low + high) // 2)
    some = {"edge": "supported model only", "hue": "supported model only"}
    rows = (Row(name, integer(low, high), middle, comment=some.get(name, "")) for name in names)
    return Page("camcolor", get, set_, tuple(rows))


def shutter(model: Model) -> Page:
    rows = [Row("shutmode", choice("auto", "suppressroll", "user"), "auto")]
    if model.max_exposure:
        rows.append(Row("maxexposure", integer(1, 6), "6", shown=only("shutmode", "auto")))
    rows += [
        # Spelt so in section 3.7.
        Row("suppress", choice("week", "strong"), "week", shown=only("shutmode", "suppressroll")),
        Row("shutspeed", integer(1, 9), "3", shown=only("shutmode", "user")),
        Row("agcvalue", integer(1, 100), "60", shown=only("shutmode", "user")),
        Row(
            "minshutspd",
            None,
            "6",
            shown=only("shutmode", "auto"),
            comment="if shutmode is set auto, it will be display.",
        ),
    ]
    needs = {"suppressroll": ("suppress",), "user": ("shutspeed", "agcvalue")}
    return Page("camshutspeed", "getshutterspd", "setshutterspd", tuple(rows), rule=companions("shutmode", needs))


def osd(model: Model, *, misspelt: bool) -> Page:
    switches = ["eventon", "eventdnon", "eventmdon", "eventsenson", "eventrelayon"]
    switches += ["eventshock"] * model.shock
    dates = choice("yyyy-mm-dd", "dd-mm-yyyy", "mm-dd-yyyy")
    return Page(
        "osd",
        "getosd",
        "setosd",
        (
            Row("osdstatus", ON_OFF, "enable"),
            # Corrected in 1.17; older cameras answer the misspelt name.
            Row("texton", ON_OFF, "enable", answer="tsxton" if misspelt else ""),
            Row("textstr", text(10, english=True), "camera"),
            Row("dateon", ON_OFF, "enable"),
            Row("datetype", dates, "yyyy-mm-dd"),
            Row("timeon", ON_OFF, "enable"),
            *(Row(name, ON_OFF, "enable") for name in switches),
            Row("osdfont", choice("english", fold=True), "english"),
            Row("osdsize", choice("big", "small"), "big"),
            Row("osdcolor", choice("white"), "white"),
        ),
    )


SHOCK = Page(
    "shock", "getshock", "setshock", (Row("shock.enable", ON_OFF, "enable"), Row("shock.level", integer(1, 9), "3"))
)

WHITE_BALANCE = Page(
    "camwhitebal",
    "getwb",
    "setwb",
    (
        Row("mode", choice("auto", "indoor", "outdoor", "fluorescent", "user"), "user", answer="wbmode"),
        Row("userred", integer(1, 100), "50", shown=only("wbmode", "user")),
        Row("userblue", integer(1, 100), "50", shown=only("wbmode", "user")),
    ),
    rule=companions("wbmode", {"user": ("userred", "userblue")}),
)

WDR = Page(
    "camwdr",
    "getwdr",
    "setwdr",
    (
        Row("wdrstatus", ON_OFF, "enable"),
        Row("mode", choice("compensation", "dwdr"), "dwdr"),
        Row("compensationmode", choice("front", "back"), "front", shown=only("mode", "compensation")),
        Row("dwdrmode", choice(*(f"step{n}" for n in range(1, 6))), "step1", shown=only("mode", "dwdr")),
    ),
    rule=companions("mode", {"compensation": ("compensationmode",), "dwdr": ("dwdrmode",)}),
)

EFFECT = Page(
    "cameffect",
    "geteffect",
    "seteffect",
    tuple(Row(name, ON_OFF, "disable") for name in ("colorbar", "monoimg", "negative")),
)

SLOW_SHUTTER = Page(
    "camslowshut",
    "getslowsh",
    "setslowsh",
    (Row("slowshutstatus", ON_OFF, "enable"), Row("slowshutter", integer(1, 100), "2")),
)

PTZ_STATUS = Page(
    "ptzf_status",
    "getptzstatus",
    "setptzstatus",
    (Row("ptstatus", ON_OFF, "enable"), Row("zfstatus", ON_OFF, "enable")),
)

# Sections that only exist since 1.22. The names of their parameters are modelled on their neighbours.
NEWER = (
    Page("camdnr", "getdnr", "setdnr", (Row("dnrstatus", ON_OFF, "enable"), Row("dnrlevel", integer(1, 100), "50"))),
    Page(
        "camdefog",
        "getdefog",
        "setdefog",
        (Row("defogstatus", ON_OFF, "disable"), Row("defoglevel", integer(1, 100), "50")),
    ),
)
