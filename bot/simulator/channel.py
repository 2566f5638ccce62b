from bot.simulator.settings import SimulatorSettings


class Channel:
    """What the account's owner can switch in LINE's consoles."""

    def __init__(self, settings: SimulatorSettings) -> None:
        self.restore(settings)

    def restore(self, settings: SimulatorSettings) -> None:
        self.webhook_url = settings.webhook_url
        self.active = True
        self.chat_mode = "bot"
        self.redelivery = settings.redelivery

    @property
    def mark_as_read_mode(self) -> str:
        return "auto" if self.chat_mode == "bot" else "manual"
