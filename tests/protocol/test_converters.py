"""Between the texts on the wire and values."""

from typing import Any

import pytest

from custom_components.cgi_camera.protocol.converters import (
    BIT,
    ENABLE,
    FLOAT,
    INT,
    ON_OFF,
    TEXT,
    boolean,
    both_flips,
    choice,
    fallback,
    flag,
    numbers,
    span,
    switch,
    zone,
)
from custom_components.cgi_camera.protocol.exchange import Place
from custom_components.cgi_camera.protocol.features import DayNightMode
from custom_components.cgi_camera.protocol.model import Domain
from custom_components.cgi_camera.protocol.schema import Converter, Document


@pytest.mark.parametrize("text", ["1", "true", "TRUE", " Enable ", "enabled", "on", "On", "yes\r\n"])
def test_true(text: str) -> None:
    """In every spelling."""
    assert boolean(text) is True


@pytest.mark.parametrize("text", ["0", "false", "False", "disable", "DISABLED ", "off", "no"])
def test_false(text: str) -> None:
    """In every spelling."""
    assert boolean(text) is False


@pytest.mark.parametrize("text", ["", "2", "-1", "auto", "tru", "enable disable", "ein"])
def test_neither(text: str) -> None:
    """Is no switch."""
    with pytest.raises(ValueError):  # noqa: PT011
        boolean(text)


@pytest.mark.parametrize(
    ("converter", "on", "off"),
    [
        (BIT, "1", "0"),
        (ENABLE, "enable", "disable"),
        (ON_OFF, "on", "off"),
        (switch("Manual", "Auto"), "Manual", "Auto"),
    ],
)
def test_switches_write_their_words(converter: Converter[bool], on: str, off: str) -> None:
    """And nothing depends on what stood there."""
    assert (converter.write(True, "?"), converter.write(False, "?")) == (on, off)
    assert converter.domain.choices == ()


@pytest.mark.parametrize(
    ("text", "value"), [("128", 128), ("-3", -3), (" 7 ", 7), ("15.000000", 15), ("0", 0), ("+5", 5), ("1e3", 1000)]
)
def test_integers(text: str, value: int) -> None:
    """Some firmware writes them with decimals."""
    read = INT.read(text)
    assert read == value
    assert type(read) is int


@pytest.mark.parametrize("text", ["", "auto", "1,5", "0x10", "1 2", "nan", "inf", "-inf"])
def test_no_integers(text: str) -> None:
    """Raise what rows expect, whatever the text."""
    with pytest.raises(ValueError):  # noqa: PT011
        INT.read(text)


@pytest.mark.parametrize("text", ["nan", "inf", "", "a"])
def test_no_floats(text: str) -> None:
    """A number that is none is none."""
    with pytest.raises(ValueError):  # noqa: PT011
        FLOAT.read(text)


def test_numbers_are_written_plainly() -> None:
    """Without decimals that mean nothing, and never with an exponent."""
    assert INT.write(60.0, "") == "60"  # type: ignore[arg-type]
    assert INT.write(2**31, "") == "2147483648"
    assert [FLOAT.write(value, "") for value in (25.0, 12.5, 0.1, 1234567.0)] == ["25", "12.5", "0.1", "1234567"]
    assert FLOAT.read("15.000000") == 15.0


def test_texts() -> None:
    """Are read without the blanks around them and written as given."""
    assert TEXT.read("  Front door \r\n") == "Front door"
    assert TEXT.write(" Front door ", "") == " Front door "


MODES = choice({"auto": DayNightMode.AUTO, "Color": DayNightMode.DAY, "colour": DayNightMode.DAY})


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("AUTO", DayNightMode.AUTO),
        (" color", DayNightMode.DAY),
        ("Colour", DayNightMode.DAY),
    ],
)
def test_choices_are_read_in_any_case(text: str, mode: DayNightMode) -> None:
    """And in every spelling that is known."""
    assert MODES.read(text) is mode


def test_choices_are_written_as_first_spelt() -> None:
    """In the case that the table has."""
    assert MODES.write(DayNightMode.DAY, "") == "Color"
    assert MODES.domain.choices == (DayNightMode.AUTO, DayNightMode.DAY)


@pytest.mark.parametrize("text", ["", "night", "auto color"])
def test_unknown_choices(text: str) -> None:
    """Are no value."""
    with pytest.raises(ValueError):  # noqa: PT011
        MODES.read(text)


@pytest.mark.parametrize(
    ("text", "mirror", "flip"),
    [("normal", False, False), ("Mirror", True, False), ("flip ", False, True), ("BOTH", True, True)],
)
def test_mirror_and_flip_in_one_word(text: str, mirror: bool, flip: bool) -> None:
    """Control CGI 1.20, section 4.5: each switch leaves the other as it is."""
    mirrors, flips = both_flips(mirror=True), both_flips(mirror=False)
    assert (mirrors.read(text), flips.read(text)) == (mirror, flip)
    for value in (True, False):
        assert (mirrors.read(mirrors.write(value, text)), flips.read(mirrors.write(value, text))) == (value, flip)
        assert (mirrors.read(flips.write(value, text)), flips.read(flips.write(value, text))) == (mirror, value)
        assert mirrors.write(value, text) in {"normal", "mirror", "flip", "both"}


def test_other_words_for_mirror_and_flip() -> None:
    """Are no value; while nobody knows the other switch, it counts as off."""
    with pytest.raises(ValueError):  # noqa: PT011
        both_flips(mirror=True).read("90")
    assert both_flips(mirror=True).write(True, "") == "mirror"


@pytest.mark.parametrize(
    ("minutes", "name"),
    [
        (0, "UTC+00:00"),
        (330, "UTC+05:30"),
        (-210, "UTC-03:30"),
        (-720, "UTC-12:00"),
        (840, "UTC+14:00"),
        (-30, "UTC-00:30"),
    ],
)
def test_zones(minutes: int, name: str) -> None:
    """Two digits each, and a sign."""
    assert zone(minutes) == name


def test_span() -> None:
    """Both ends belong to it."""
    assert span(0, 255) == Domain(0, 255, 1)
    assert span(0, 1, 0.1).step == 0.1


@pytest.mark.parametrize(
    ("spans", "domain", "refusals"),
    [
        ([(1, 30)], span(1, 30), {31: "31 is above 30"}),
        ([(5, 30), (31, 45)], span(5, 45), {46: "46 is above 45"}),
        (
            [(60, 62), (0, 0)],
            Domain(0, 62, choices=("0", "60", "61", "62")),
            {1: "1 is none of 0, 60 to 62", 60.5: "60.5 is none of 0, 60 to 62", 62: None},
        ),
        ([(5, 7), (60, 60), (45, 46)], Domain(5, 60, choices=("5", "6", "7", "45", "46", "60")), {45: None}),
    ],
)
def test_numbers(spans: list[tuple[int, int]], domain: Domain, refusals: dict[float, str | None]) -> None:
    """Ranges with gaps are told in short; those without are ranges."""
    assert numbers(*spans) == domain
    assert {value: domain.refusal(value) for value in refusals} == refusals


@pytest.mark.parametrize(
    ("bit", "text", "value", "off", "on"),
    [(1, "3", True, "2", "3"), (2, "1", False, "1", "3"), (4, "0", False, "0", "4"), (4, "7", True, "3", "7")],
)
def test_flags(bit: int, text: str, value: bool, off: str, on: str) -> None:
    """One switch of several in a number leaves the others as they are."""
    converter = flag(bit)
    assert converter.read(text) is value
    assert (converter.write(False, text), converter.write(True, text)) == (off, on)
    assert converter.write(True, "") == str(bit)


@pytest.mark.parametrize("error", [KeyError("x"), ValueError("x"), IndexError("x"), None])
def test_fallback(error: Exception | None) -> None:
    """Where a camera does not tell its range, the document does."""

    def source(document: Document, ranges: Document, place: Place) -> Domain:
        if error:
            raise error
        return span(0, float(ranges["max"]))

    find: Any = fallback(source, span(0, 100))
    assert find({}, {"max": "10"}, Place()) == (span(0, 100) if error else span(0, 10))
