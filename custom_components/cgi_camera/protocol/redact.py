"""Takes secrets out of what is logged or told. Whole bodies, of which the rest is wanted, go through `anonymous`."""

import re

HIDDEN = "**REDACTED**"

_PARAMETERS = re.compile(
    r"(?i)\b((?:user|username|userpassword|usernewpassword|pwd|pwdold|pass|passwd|password|newpasswd|newpassword|id|uid"
    r"|pskkey|smtppassword|smtpusername|ftppassword|ftpusername|ddnspassword|ddnsusername|kcddnspasswd|kcddnsuser)=)"
    r"[^&\s\"'<>]*"
)
_USERINFO = re.compile(r"(?i)\b(https?|rtsp|rtmp|ftp)://[^/\s\"'<>]+@")
_AUTHORIZATION = re.compile(r"(?i)\b(digest|basic) [^\r\n]+")


def redact(text: str) -> str:
    """Return a text without account names, passwords, session numbers and signatures."""
    text = _USERINFO.sub(rf"\1://{HIDDEN}@", text)
    text = _AUTHORIZATION.sub(rf"\1 {HIDDEN}", text)
    return _PARAMETERS.sub(rf"\g<1>{HIDDEN}", text)
