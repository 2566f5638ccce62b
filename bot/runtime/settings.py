"""Everything that differs between one municipality and the next, read from the environment.

Each setting is explained in `.env.example`; a test compares the two.
"""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.runtime.lists import Listed


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    database_url: str = ""
    madoguchi_data_dir: Path = Path(".data")
    madoguchi_model_dir: Path = Path(".data/models")
    madoguchi_master_keys: Annotated[Listed, NoDecode] = Field(min_length=1)

    line_channel_secrets: Annotated[Listed, NoDecode] = Field(min_length=1)
    line_channel_access_token: SecretStr
    line_api_host: str = "https://api.line.me"

    madoguchi_rasa_url: str = "http://127.0.0.1:5005"
    madoguchi_rasa_token: SecretStr
    madoguchi_actions_url: str = "http://127.0.0.1:5055/webhook"
    madoguchi_actions_token: SecretStr

    madoguchi_web_host: str = "127.0.0.1"
    madoguchi_web_port: int = 8000
    madoguchi_secure_cookies: bool = True
    madoguchi_worker_concurrency: int = 16
    madoguchi_city_name: str = "ひだまり市"

    @property
    def postgres_dir(self) -> Path:
        return self.madoguchi_data_dir / "postgres"


class SettingsWrong(Exception):
    """A setting is missing or cannot be understood. The message names each by its environment variable."""


def read_settings() -> Settings:
    """Raises SettingsWrong."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"  {str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors(include_input=False)
        ]
        raise SettingsWrong("\n".join(["settings (see .env.example):", *lines])) from None
