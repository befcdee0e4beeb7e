"""The Authorization header of HTTP and RTSP: its fields, and the digest that would be right."""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from hashlib import md5
import re

FIELD = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')


def hashed(*parts: str) -> str:
    return md5(":".join(parts).encode()).hexdigest()


def fields(header: str) -> dict[str, str]:
    """The fields of a Digest header, quoted or not, under their names in small letters."""
    return {name.lower(): quoted or plain for name, quoted, plain in FIELD.findall(header)}


def expected(said: Mapping[str, str], method: str, password: str) -> str:
    """The response that belongs to these fields (RFC 2617, with and without qop)."""
    secret = hashed(said.get("username", ""), said.get("realm", ""), password)
    asked = hashed(method, said.get("uri", ""))
    extra = (said["nc"], said.get("cnonce", ""), said["qop"]) if {"qop", "nc"} <= said.keys() else ()
    return hashed(secret, said.get("nonce", ""), *extra, asked)


def basic(token: str) -> tuple[str, str] | None:
    """Name and password, or None where the token is none."""
    try:
        name, _, password = b64decode(token, validate=True).decode().partition(":")
    except Base64Error, UnicodeDecodeError:
        return None
    return name, password
