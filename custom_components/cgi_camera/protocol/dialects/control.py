"""The control dialect."""

from ..codecs import key_value
from ..schema import PASSWORD, USERNAME, Dialect, Match, QueryLogin, Request, Sign

DIALECT = Dialect(
    name="control",
    title="Hucoms (Control CGI)",
    login=QueryLogin({"id": USERNAME, "passwd": PASSWORD}),
    sign=Sign(Request("/"), lambda answer: Match.NO if answer.status else Match.MAYBE),
    decode=key_value,
    endpoints=(),
    identity=(),
)
