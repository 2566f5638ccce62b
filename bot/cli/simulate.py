"""`madoguchi simulator`: a LINE platform on this machine. Nothing else of the house can import it."""

import os

import uvicorn

from bot.runtime.settings import read_settings

_DESTINATION = "U" + "0" * 31 + "1"


def simulator() -> None:
    """Play LINE: sign and post webhooks, take replies, and show a telephone to write on."""
    # Here and not above: no other command so much as loads the simulator.
    from bot.simulator.app import create_app  # noqa: PLC0415
    from bot.simulator.settings import SimulatorSettings  # noqa: PLC0415

    settings = read_settings()
    app = create_app(
        SimulatorSettings(
            webhook_url=os.environ.get(
                "MADOGUCHI_SIMULATOR_WEBHOOK",
                f"http://127.0.0.1:{settings.madoguchi_web_port}/webhooks/line",
            ),
            channel_secret=settings.line_channel_secrets[0],
            channel_access_token=settings.line_channel_access_token.get_secret_value(),
            destination=_DESTINATION,
            redelivery_interval_seconds=float(
                os.environ.get("MADOGUCHI_SIMULATOR_REDELIVERY", "10")
            ),
        )
    )
    port = int(os.environ.get("MADOGUCHI_SIMULATOR_PORT", "8001"))
    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, timeout_graceful_shutdown=2)
