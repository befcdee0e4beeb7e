"""Event data fit for others."""

import json
from typing import Any

from hypothesis import given, strategies as st
import orjson
import pytest

from custom_components.cgi_camera.protocol.tidy import last_four, text, tidy

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["\ud800", "x" * 5000]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=60,
)


def same(told: str) -> str:
    """Hide nothing."""
    return told


@given(st.dictionaries(st.text() | st.sampled_from(["\udfff", "k" * 500]), JSON))
def test_any_data(data: dict[str, Any]) -> None:
    """Whatever a camera sends can be written as JSON by everybody, and is small."""
    assert len(orjson.dumps(tidy(data, same))) < 32_768


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"Password": "x", "UserPwd": 1, "token": "t", "Nested": {"secretKey": "s"}}, None),
        ({"QRCode": "abc", "FingerPrintInfo": "abc", "FingerPrintID": 3}, {"FingerPrintID": 3}),
        ({"Password": "", "CardNo": "", "CardName": "Ann"}, {"Password": "", "CardNo": "", "CardName": "Ann"}),
        ({"CardNo": "0123456789", "CardID": 12345678}, {"CardNo": "6789", "CardID": "5678"}),
        ({"CardNo": "12"}, {"CardNo": ""}),
        ({"n": 2**53, "m": -(2**70), "f": float("nan"), "g": 1.5}, {"n": str(2**53), "m": str(-(2**70)), "f": None}),
        ({"s": "ab\ud800", "t": "y" * 300}, {"s": "ab?", "t": "y" * 256}),
    ],
)
def test_secrets_and_oddities(data: dict[str, Any], told: dict[str, Any] | None) -> None:
    """Keys tell what is secret; what nobody can write is replaced."""
    found = tidy(data, same)
    assert found.items() >= (told or {}).items()
    hidden = {"Password", "UserPwd", "token", "QRCode", "FingerPrintInfo"} & {key for key in data if data[key]}
    assert {found[key] for key in hidden} <= {"**REDACTED**"}


def test_nested_secrets() -> None:
    """They are found wherever they stand."""
    found = tidy({"a": [{"b": {"AuthToken": "t", "c": "mine!"}}]}, lambda told: told.replace("mine", "**"))
    assert found == {"a": [{"b": {"AuthToken": "**REDACTED**", "c": "**!"}}]}


def test_limits() -> None:
    """Much is cut, and what is too deep is dropped."""
    deep: dict[str, Any] = {}
    for _ in range(100):
        deep = {"d": deep}
    assert json.dumps(tidy(deep, same)).count("d") == 7
    wide = tidy({"first": "1", **{f"key{n}": "x" * 100 for n in range(1000)}}, same)
    assert wide["first"] == "1"
    assert len(json.dumps(wide)) < 12_000
    assert len(tidy({"list": list(range(100_000))}, same)["list"]) == 998
    assert tidy({"long": ["y" * 300] * 100}, same)["long"][-1] == ""


def test_texts() -> None:
    """Only single values make a text, and only long numbers have an end that tells nothing."""
    assert [text(told) for told in (1, "a", None, ["a"], {"a": 1})] == ["1", "a", "", "", ""]
    assert [last_four(told) for told in ("12345", "1234", 123456, None, [1, 2, 3, 4, 5])] == [
        "2345",
        "",
        "3456",
        "",
        "",
    ]
