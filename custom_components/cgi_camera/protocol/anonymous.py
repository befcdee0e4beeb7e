"""Takes what is private out of a camera's answers, so that they can be published; the rest stays byte for byte."""

from collections.abc import Callable, Iterator
import html
import re

_GONE = "REDACTED"
_MAC = ("02", "00", "00", "00", "00", "01")
_IP = "192.0.2.1"
_IP6 = "2001:db8::1"
_HOST = "host.example.com"
_MAIL = "someone@example.com"
_NOT_PRIVATE = frozenset({"true", "false", "valid string"})

type _Texts = Callable[[str], str]
type _Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _secret(value: str) -> str:
    return value if value.casefold() in _NOT_PRIVATE else _GONE


def _zeros(value: str) -> str:
    return re.sub(r"[^\W_]", "0", value)


def _mac(value: str) -> str:
    digits = re.sub(r"[:. _-]", "", value)
    if not re.fullmatch("[0-9A-Fa-f]{12}", digits):
        return value
    new = iter("".join(_MAC))
    return re.sub(r"\w", lambda _: next(new), value)


def _host(value: str) -> str:
    return _HOST if re.fullmatch(r"(?i)(?!.*\bntp\.org$)[\w-]+(\.[\w-]+)*\.[a-z]{2,}", value) else value


# How the names of private values end, in all four documents.
_SECRETS = (
    r"passw(?:or)?d|passphrase|(?:\b|_|ftp|smtp|mail|wifi|login|web)pass|pwd(?:old|new)?|psk|\bkeys"
    r"|(?:psk|wep|wpa|private|app|secret)_?key|secret|token|user_?name|user_?id|login_?name|account|ssid"
    r"|(?:ddns|ftp|smtp|mail|login|pppoe)_?user|\busers?\s*(?:\[\d+\])?\s*\.\s*(?:name|memo)|tutk_?uid|uuid"
    r"|(?:goolink|glink|cloud|p2p)_?id|card_?no"
)
_KINDS: tuple[tuple[str, _Texts], ...] = (
    (_SECRETS, _secret),
    (r"\bsn|\bserial_?(?:no|num|number)?", _zeros),
    (r"mac|mac_?addr(?:ess)?|physical_?addr(?:ess)?", _mac),
    (r"address|server_?addr|server_?ip|\bserver|domain|host_?name|ntp_?addr", _host),
)


def _spellings(words: str) -> tuple[str, ...]:
    """Return how a value stands behind a name: line, attribute, element, JSON. Group 1 is before, group 2 the value."""
    return (
        (
            rf"((?:\A|[\r\n])[^\r\n=<>&?\"']{{0,120}}?(?:{words})(?:\s*\[\d+\])?[ \t]*=[ \t]*)"
            r"([^\s\0](?:[^\r\n\0]*[^\s\0])?)"
        ),
        rf"((?<![\w.:-])[\w.:-]{{0,80}}?(?:{words})\s*=\s*\")([^\"<>]+)(?=\")",
        rf"((?<![\w.:-])[\w.:-]{{0,80}}?(?:{words})\s*=\s*')([^'<>]+)(?=')",
        rf"(<[\w.:-]{{0,80}}?(?:{words})(?:\s[^<>]*)?>\s*(?:<(?:string|int)>\s*)?(?:<!\[CDATA\[)?)([^<>\s](?:[^<>]*[^<>\s])?)",
        rf"(\"[\w.]{{0,80}}?(?:{words})\"\s*:\s*\")([^\"]+)(?=\")",
    )


def _always(new: str) -> _Texts:
    return lambda _: new


def _behind(replace: _Texts) -> Callable[[re.Match[str]], str]:
    return lambda found: found.group(1) + replace(found.group(2))


def _whole(replace: _Texts) -> Callable[[re.Match[str]], str]:
    return lambda found: replace(found.group())


def _address(found: re.Match[str]) -> str:
    """Replace an address, but not a version of four numbers."""
    before = found.string[max(0, found.start() - 80) : found.start()]
    return found.group() if _VERSION.search(before) else _IP


_VERSION = re.compile(
    r"(?i)(?:version|firmware|software|kernel|filesystem|build)[\w.]*[\"']?\s*[=>:]\s*(?:<string>\s*)?[\"']?[^\"'<>\s=]*\Z"
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_NAMED: tuple[tuple[str, _Texts], ...] = tuple(
    (pattern, replace) for words, replace in _KINDS for pattern in _spellings(words)
)
_PLACED: tuple[tuple[str, str], ...] = (
    (r"(<uid>\s*)([^<\s]+)", "00000000"),
    (r"(<user\s(?:[^<>]{0,200}?\s)?name\s*=\s*[\"'])([^\"'<>]+)", _GONE),
    (r"(<rtmpconfig\s[^<>]{0,200}?streamid\s*=\s*[\"'])([^\"'<>]+)", _GONE),
    (r"(\b(?:https?|rtsp|rtmp|ftp)://)([^/\s\"'<>]+(?=@))", _GONE),
    (r"((?:[?&]|&amp;)(?:id|uid|user|pass)=)([^&\s\"'<>]+)", _GONE),
    (r"((?<![\w.])[\w.]{0,80}?(?:passw(?:or)?d|pwd(?:old)?|user_?name)=)([^&\s\"'<>]+)", _GONE),
    (r"((?<![\w.+/-]))([\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})", _MAIL),
)
_RULES: tuple[_Rule, ...] = (
    *((re.compile(f"(?is){pattern}"), _behind(replace)) for pattern, replace in _NAMED),
    *((re.compile(f"(?i){pattern}"), _behind(_always(new))) for pattern, new in _PLACED),
    (re.compile(r"(?i)(?<![\w:-])[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])"), _whole(_mac)),
    (
        re.compile(rf"(?<![\w.])(?!0\.0\.0\.0|255\.|127\.|22[4-9]\.|23\d\.)(?:{_OCTET}\.){{3}}{_OCTET}(?!\w|\.\d)"),
        _address,
    ),
    (
        re.compile(
            r"(?i)(?<![\w:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6})(?![\w:])"
        ),
        lambda _: _IP6,
    ),
)


def anonymous(
    body: bytes, *, serial: str = "", mac: str = "", name: str = "", host: str = "", password: str = ""
) -> bytes:
    """Return a body of which private texts are replaced by harmless ones of the same kind, everything else as it was.

    A camera's serial number, MAC, host and password are hidden wherever they stand, in any case and with any
    separators; its name where it is the whole of a text that people gave to something.
    """
    text = body.decode("latin-1")
    own = (*_anywhere(serial, _zeros), *_anywhere(password, lambda _: _GONE), *_own(mac, name, host))
    for pattern, replace in (*_RULES, *own):
        text = pattern.sub(replace, text)
    return text.encode("latin-1")


def _anywhere(secret: str, replace: _Texts) -> Iterator[_Rule]:
    for text in _wire(secret):
        if len(text) > 3:
            # A short one may be a part of anything.
            before, after = ("", "") if len(text) > 7 else (r"(?<![^\W_])", r"(?![^\W_])")
            yield re.compile(f"(?i){before}{re.escape(text)}{after}"), _whole(replace)


def _own(mac: str, name: str, host: str) -> Iterator[_Rule]:
    """Yield the rules for what is known of one camera."""
    if len(pairs := re.findall("[0-9A-Fa-f]{2}", mac)) == 6:
        yield re.compile("(?i)" + "([:._ -]|%3a|%2d)?".join(pairs)), _other_mac
    title = r"(?:name|title\w*|text|label|memo|comment|location)"
    for text in _wire(name):
        lead = rf"{title}(?:\s*\[\d+\])*\s*=\s*[\"']?|<[\w.]*{title}>\s*(?:<string>\s*)?"
        yield re.compile(rf"(?i)({lead})({re.escape(text)})(?=\s*(?:[\r\n\0\"'<]|\Z))"), _behind(lambda _: _GONE)
    if host:
        # One without a dot may be a word.
        before = r"(?<![\w.-])" if "." in host or ":" in host else "(?<=//)"
        yield re.compile(rf"(?i){before}{re.escape(host)}(?![\w-]|\.\w)"), lambda _: _HOST


def _other_mac(found: re.Match[str]) -> str:
    return "".join(pair + (mark or "") for pair, mark in zip(_MAC, (*found.groups(), ""), strict=True))


def _wire(text: str) -> list[str]:
    """Spell a text in every way in which it may stand in a body that was read as Latin-1, the longest first."""
    found = set()
    for encoding in ("utf-8", "gb2312", "latin-1"):
        try:
            wire = text.encode(encoding).decode("latin-1")
        except UnicodeEncodeError:
            continue
        found |= {wire, html.escape(wire), html.escape(wire, quote=False)}
    return sorted(found - {""}, key=len, reverse=True)
