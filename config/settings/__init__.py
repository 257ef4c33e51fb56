"""Settings, read from the environment; `.env.example` lists every variable with its default.

Each section is a module of its own. What is common to several of them is in `place`.
"""

from config.settings.accounts import *
from config.settings.api import *
from config.settings.applications import *
from config.settings.chat import *
from config.settings.files import *
from config.settings.jobs import *
from config.settings.place import *
from config.settings.security import *
