"""The ipc dialect."""

from ..codecs import attribute_xml
from ..schema import PASSWORD, USERNAME, Dialect, Match, Request, Sign, UidLogin

DIALECT = Dialect(
    name="ipc",
    title="IPC modules (OEM)",
    login=UidLogin(
        Request("/cgi-bin/getuid", {"username": USERNAME, "password": PASSWORD}),
        path="uid",
        parameter="uid",
        expired="uid error",
        wrong="password error",
    ),
    sign=Sign(Request("/"), lambda answer: Match.NO if answer.status else Match.MAYBE),
    decode=attribute_xml,
    endpoints=(),
    identity=(),
)
