from bot.simulator.errors import UnknownResident
from bot.simulator.ids import new_user_id
from bot.simulator.models import Resident


class Residents:
    def __init__(self) -> None:
        self._by_id: dict[str, Resident] = {}

    def add(self, name: str | None, at: float) -> Resident:
        resident = Resident(id=new_user_id(), number=len(self._by_id) + 1, name=name, created_at=at)
        self._by_id[resident.id] = resident
        return resident

    def get(self, resident_id: str) -> Resident:
        resident = self.find(resident_id)
        if resident is None:
            raise UnknownResident(f"no resident {resident_id}")
        return resident

    def find(self, resident_id: str) -> Resident | None:
        return self._by_id.get(resident_id)

    def all(self) -> list[Resident]:
        return list(self._by_id.values())

    def clear(self) -> None:
        self._by_id.clear()
