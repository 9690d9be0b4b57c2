"""The settings: environment variables or a .env file, EARSHOT_ before each name."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting, with its default. README.md has the table; a test holds the two together."""

    model_config = SettingsConfigDict(env_prefix="EARSHOT_", env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Field(Path("data"), description="Where the database, logs and backups are kept.")
    database_url: str = Field("", description="Empty: SQLite in DATA_DIR.")
    keys_dir: Path = Field(Path("keys"), description="Where keys are kept; never inside DATA_DIR, never in a backup.")
    host: str = Field("127.0.0.1", description="Address that the web server listens on.")
    port: int = Field(8080, ge=0, le=65535, description="Port that the web server listens on.")
    public_url: str = Field(
        "", description="Where people reach the chat page, as in https://earshot.example.org. Empty: HOST and PORT."
    )
    telegram_token: SecretStr = Field(
        SecretStr(""), description="Token of the Telegram bot. Empty: that door stays closed."
    )
    telegram_token_file: Path | None = Field(None, description="A file that holds the token instead.")
    telegram_api: str = Field("https://api.telegram.org", description="Base of the Bot API.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR."
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @model_validator(mode="after")
    def _token_from_file(self) -> "Settings":
        if self.telegram_token_file and not self.telegram_token.get_secret_value():
            token = self.telegram_token_file.read_text(encoding="utf-8").strip()
            object.__setattr__(self, "telegram_token", SecretStr(token))
        return self

    @property
    def database_path(self) -> Path:
        """Where the SQLite database is."""
        named = self.database_url.removeprefix("sqlite:///")
        return Path(named) if named else self.data_dir / "earshot.sqlite3"

    @property
    def web_address(self) -> str:
        """Where people reach the web server, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"
