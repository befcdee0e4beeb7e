"""What requests are signed with, worked out once more as RFC 7616, section 3.4, has it."""

import hashlib
from urllib.request import parse_http_list, parse_keqv_list

import pytest

from custom_components.cgi_camera.protocol.auth import Challenger, Credentials

TARGETS = ("/one?a=1", "/two", "/one?a=1")
NAME, WORD = 'The "one" \\', "pass:word"


def _fields(header: str) -> dict[str, str]:
    scheme, _, rest = header.partition(" ")
    assert scheme == "Digest"
    return parse_keqv_list(parse_http_list(rest))


QOP = 'qop="auth,auth-int", '


# Without qop there is no way to tell the camera the client's nonce, which `-sess` needs.
@pytest.mark.parametrize(
    ("algorithm", "new", "qop"),
    [
        ("MD5", hashlib.md5, ""),
        ("MD5", hashlib.md5, QOP),
        ("MD5-sess", hashlib.md5, QOP),
        ("SHA-256", hashlib.sha256, ""),
        ("sha-256-SESS", hashlib.sha256, QOP),
    ],
)
def test_every_request_of_two_nonces(algorithm: str, new: type, qop: str) -> None:
    """Each is signed for itself and counted; what is the same for a nonce is not taken for another one."""

    def digest(*words: str) -> str:
        return str(new(":".join(words).encode()).hexdigest())

    challenger = Challenger(Credentials(NAME, WORD))
    for nonce, realm in (("n1", "Here"), ("n2", 'There "too"')):
        quoted = realm.replace('"', '\\"')
        challenger.challenged([f'Digest realm="{quoted}", nonce="{nonce}", {qop}opaque="o", algorithm={algorithm}'])
        seen = set()
        for count, target in enumerate(TARGETS, 1):
            fields = _fields(challenger.sign("GET", target).header)
            cnonce = fields.get("cnonce", "")
            account = digest(NAME, realm, WORD)
            session = {"-sess": digest(account, nonce, cnonce)}
            secret = session.get(algorithm.casefold()[-5:], account)
            counted = {"": [], "auth": [f"{count:08x}", cnonce, "auth"]}[fields.get("qop", "")]
            assert fields["response"] == digest(secret, nonce, *counted, digest("GET", target))
            assert (fields["username"], fields["realm"], fields["nonce"]) == (NAME, realm, nonce)
            assert (fields["uri"], fields["opaque"], fields["algorithm"]) == (target, "o", algorithm)
            assert fields.get("nc", f"{count:08x}") == f"{count:08x}"
            seen.add(cnonce)
        assert len(seen) == len(TARGETS) or not qop


def test_what_stands_for_the_password_has_no_repr() -> None:
    """So that it cannot reach a log."""
    challenger = Challenger(Credentials("admin", WORD))
    challenger.challenged(['Digest realm="r", nonce="n"'])
    challenger.sign("GET", "/")
    secret = hashlib.md5(f"admin:r:{WORD}".encode()).hexdigest()
    assert secret not in repr(vars(challenger))
