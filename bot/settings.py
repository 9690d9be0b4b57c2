"""The settings: environment variables or a .env file, EARSHOT_ before each name."""

import re
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.alerts.mail_server import MailServer, SendsMail, looks_like_an_address
from bot.alerts.notify_server import NOTIFY, NotifyServer, client_is_here
from bot.clock import local_time, utc_now
from bot.inference.double_coding import DOUBLE_CODED
from bot.limits import NEW_SESSIONS_A_MINUTE, TURNS_A_MINUTE, TURNS_A_SECOND
from storage.rules.retention import Retention
from storage.rules.working_time import StaffedHours, Targets, read_span


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
    turns_a_minute: int = Field(TURNS_A_MINUTE, ge=1, description="Most that one person may send in a minute.")
    turns_a_second: int = Field(TURNS_A_SECOND, ge=1, description="Most that everybody together may send in a second.")
    new_sessions_a_minute: int = Field(
        NEW_SESSIONS_A_MINUTE, ge=1, description="Most people who may begin in a minute. A worry is never one too many."
    )
    metrics_token: SecretStr = Field(
        SecretStr(""), description="Token that /metrics wants. Empty: only this machine may ask, without PUBLIC_URL."
    )
    metrics_token_file: Path | None = Field(None, description="A file that holds that token instead.")
    lists: Path | None = Field(None, description="A folder with your own lists of what is always hidden, or never.")
    receipt_days: int = Field(
        14, ge=0, description="So many days after a consultation's last day receipt words work. Then it is closed."
    )
    answers_days: int = Field(
        730,
        ge=0,
        description="So many days after it is closed a consultation's answers are kept, and which files hold them.",
    )
    flag_days: int = Field(730, ge=0, description="So many days after a flag is closed it is kept.")
    dead_letter_days: int = Field(90, ge=0, description="So many days it is kept that a message was given up.")
    audit_days: int = Field(2192, ge=0, description="So many days audit rows are kept: six years.")
    double_coded: int = Field(
        DOUBLE_CODED,
        ge=10,
        le=20,
        description="Of a hundred written answers so many are coded by two people, to measure how well it is done.",
    )
    seeds: Path | None = Field(
        None,
        description="A folder of your own seed sentences for screening, beside those that ship: docs/screening.md.",
    )
    unchecked_help: bool = Field(
        False,
        description="Show help in other languages beside the English, which no speaker has checked: docs/screening.md.",
    )
    encoder_weights: Path | None = Field(
        None,
        description="A folder with the files that the encoder is built from; a package's, if empty. For `make setup`.",
    )
    time_zone: str = Field(
        "Europe/London", description="Where a day begins and ends: first and last days, and what is dated."
    )
    smtp_host: str = Field(
        "", description="Mail server that tells safeguarding leads that something waits; empty: none."
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="`starttls`, `tls` from the first byte on, or `none` (on this machine alone)."
    )
    smtp_user: str = Field("", description="Who signs in there; empty: nobody has to.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Their password.")
    smtp_password_file: Path | None = Field(None, description="A file that holds that password instead.")
    notify_key: SecretStr = Field(
        SecretStr(""), description="Key of GOV.UK Notify, which then sends those messages instead of a mail server."
    )
    notify_key_file: Path | None = Field(None, description="A file that holds that key instead.")
    notify_template: str = Field("", description="Id of its e-mail template: ((subject)) and ((message)).")
    notify_api: str = Field(NOTIFY, description="Base of its API.")
    smtp_from: str = Field("", description="The address that these messages come from. Needed with a mail server.")
    staffed_hours: str = Field(
        "mon-fri 09:00-17:00", description="When a safeguarding lead is there, as here or `always`: worries' time runs."
    )
    urgent_within: str = Field("1 hour", description="Working time until an urgent worry is to be taken in hand.")
    concern_within: str = Field("1 day", description="The same for any other worry. A day is one of staffed hours.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR."
    )

    @field_validator("public_url")
    @classmethod
    def _an_address(cls, address: str) -> str:
        if address and not re.fullmatch(r"https?://[^\s/]+(/[^\s?#]*)?", address):
            raise ValueError("write an address as in https://earshot.example.org")
        return address

    @field_validator("time_zone")
    @classmethod
    def _a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("write a time zone as in Europe/London or Europe/Belfast") from None
        return name

    @model_validator(mode="after")
    def _mail_from_somebody(self) -> "Settings":
        if self.smtp_host and not looks_like_an_address(self.smtp_from):
            raise ValueError("EARSHOT_SMTP_FROM: write the address that messages come from, as in desk@example.org")
        if self.smtp_host and self.smtp_security == "none" and not _here(self.smtp_host):
            raise ValueError("EARSHOT_SMTP_SECURITY: `none` is for a mail server on this machine alone")
        if self.notify_key.get_secret_value() and not self.notify_template:
            raise ValueError("EARSHOT_NOTIFY_TEMPLATE: write the id of an e-mail template of GOV.UK Notify")
        if self.notify_key.get_secret_value() and not client_is_here():
            raise ValueError("EARSHOT_NOTIFY_KEY: the client of GOV.UK Notify is not installed: run  make setup")
        return self

    @property
    def mail(self) -> SendsMail | None:
        """Where e-mail goes out; None where it does not."""
        if key := self.notify_key.get_secret_value():
            return NotifyServer(key, self.notify_template, self.notify_api)
        if not self.smtp_host:
            return None
        return MailServer(
            self.smtp_host,
            self.smtp_port,
            self.smtp_security,
            self.smtp_from,
            self.smtp_user,
            self.smtp_password.get_secret_value(),
        )

    @field_validator("staffed_hours")
    @classmethod
    def _hours(cls, text: str) -> str:
        StaffedHours.read(text, ZoneInfo("UTC"))
        return text

    @field_validator("urgent_within", "concern_within")
    @classmethod
    def _a_span(cls, text: str) -> str:
        read_span(text, StaffedHours.read("always", ZoneInfo("UTC")))
        return text

    @property
    def targets(self) -> Targets:
        """Until when worries are to be taken in hand."""
        hours = StaffedHours.read(self.staffed_hours, ZoneInfo(self.time_zone))
        return Targets(hours, read_span(self.urgent_within, hours), read_span(self.concern_within, hours))

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @model_validator(mode="after")
    def _from_files(self) -> "Settings":
        for name in ("telegram_token", "metrics_token", "smtp_password", "notify_key"):
            file: Path | None = getattr(self, f"{name}_file")
            if file and not getattr(self, name).get_secret_value():
                try:
                    token = file.read_text(encoding="utf-8").strip()
                except (OSError, UnicodeDecodeError) as error:
                    why = error.strerror if isinstance(error, OSError) else "it is not text"
                    raise ValueError(f"EARSHOT_{name.upper()}_FILE: {file} cannot be read: {why}") from None
                object.__setattr__(self, name, SecretStr(token))
        return self

    @model_validator(mode="after")
    def _keys_apart(self) -> "Settings":
        keys, data = self.keys_dir.resolve(), self.data_dir.resolve()
        if keys == data or data in keys.parents:
            raise ValueError(
                "EARSHOT_KEYS_DIR must not be inside EARSHOT_DATA_DIR: a copy of the data would hold the keys"
            )
        return self

    def now(self) -> datetime:
        """The time, with the day that people have where Earshot is used."""
        return local_time(utc_now(), ZoneInfo(self.time_zone))

    @property
    def retention(self) -> Retention:
        """How long what is kept."""
        return Retention(
            receipt_days=self.receipt_days,
            answers_days=self.answers_days,
            flag_days=self.flag_days,
            dead_letter_days=self.dead_letter_days,
            audit_days=self.audit_days,
        )

    @property
    def database_path(self) -> Path:
        """Where the SQLite database is."""
        named = self.database_url.removeprefix("sqlite:///")
        return Path(named) if named else self.data_dir / "earshot.sqlite3"

    @property
    def web_address(self) -> str:
        """Where people reach the web server, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


def _here(host: str) -> bool:
    """Whether it is this machine."""
    return host in ("localhost", "127.0.0.1", "::1")
