"""How the outbox asks to be called again."""


class DeliveryDelayed(Exception):
    """The platform would not take it now. Carries the seconds to wait before the next attempt."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds = seconds
