"""The vocabulary: what cameras can report or be told, in the field's own words."""

# ruff: noqa: F403

from .vocabulary.alarm import *
from .vocabulary.alerts import *
from .vocabulary.commands import *
from .vocabulary.counting import *
from .vocabulary.events import *
from .vocabulary.identity import *
from .vocabulary.lens import *
from .vocabulary.light_sound import *
from .vocabulary.movement import *
from .vocabulary.picture import *
from .vocabulary.profiles import *
from .vocabulary.storage import *
from .vocabulary.stream import *
from .vocabulary.system import *
from .vocabulary.text import *
from .vocabulary.thermal import *
