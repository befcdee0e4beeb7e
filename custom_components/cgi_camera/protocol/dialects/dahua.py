"""The dahua dialect."""

from ..codecs import key_value
from ..schema import ChallengeLogin, Dialect, Match, Request, Sign

DIALECT = Dialect(
    name="dahua",
    title="Dahua, Amcrest, Lorex",
    login=ChallengeLogin(),
    sign=Sign(Request("/"), lambda answer: Match.NO if answer.status else Match.MAYBE),
    decode=key_value,
    endpoints=(),
    identity=(),
)
