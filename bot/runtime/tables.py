"""Every table of the house, in one place for migrations to see."""

from bot.audit import models as audit
from bot.cases import models as cases
from bot.contacts import models as contacts
from bot.conversations import models as conversations
from bot.db.base import Base
from bot.intake import models as intake
from bot.outbox import models as outbox
from bot.staff import models as staff

ROOMS = (audit, cases, contacts, conversations, intake, outbox, staff)
metadata = Base.metadata
