"""Takes secrets out of texts. The one place that knows what a secret looks like."""

import re

HIDDEN = "**REDACTED**"

_PARAMETERS = re.compile(
    r"(?i)\b((?:user|username|userpassword|usernewpassword|pwd|pass|passwd|password|newpasswd|newpassword|id|uid|pskkey"
    r"|smtppassword|smtpusername|ftppassword|ftpusername|ddnspassword|ddnsusername|kcddnspasswd|kcddnsuser)=)[^&\s\"'<>]*"
)
_USERINFO = re.compile(r"(?i)\b(https?|rtsp|ftp)://[^/@\s]+@")
_AUTHORIZATION = re.compile(r"(?i)\b(digest|basic) [^\r\n]+")


def redact(text: str) -> str:
    """Return a text without account names, passwords, session numbers and signatures."""
    text = _USERINFO.sub(rf"\1://{HIDDEN}@", text)
    text = _AUTHORIZATION.sub(rf"\1 {HIDDEN}", text)
    return _PARAMETERS.sub(rf"\g<1>{HIDDEN}", text)
