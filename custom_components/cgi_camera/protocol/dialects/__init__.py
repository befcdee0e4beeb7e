"""The dialects, by name, in the order in which an address is asked for them."""

from ..schema import Dialect
from . import control, dahua, ipc, message

DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect for dialect in (ipc.DIALECT, control.DIALECT, message.DIALECT, dahua.DIALECT)
}
