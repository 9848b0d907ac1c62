"""Settings, from the environment alone, checked at start: every fault at once, in words. Rooms receive values, never this."""

import os
import re
from pathlib import Path
from typing import Annotated, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.adapters.addresses import checked, split
from bot.adapters.durability import Durability
from bot.adapters.mail_addresses import mailbox, notify_key, place
from bot.teams.service_urls import ServiceUrls
from bot.usecases import program_keys

PREFIX = "CHAIRSIDE_"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


class SettingsError(Exception):
    """All that is wrong with the settings, a line each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def _https(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "https" and parts.hostname:
        return value
    if parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"):
        return value
    raise ValueError("must be an https:// address (http:// only on loopback)")


def _https_only(value: str) -> str:
    if urlsplit(value).scheme != "https" or not urlsplit(value).hostname:
        raise ValueError("must be an https:// address")
    return value


def _guid(value: str, whose: str = "Microsoft Entra") -> str:
    try:
        return str(UUID(value.strip()))
    except ValueError:
        raise ValueError(f"must be a GUID from {whose}") from None


def _said(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _without_password(address: str) -> str:
    """A store's address may hold one."""
    parts = split(address)
    if parts.password is None and parts.username is None:
        return address
    return parts._replace(netloc=f"**********@{parts.netloc.rpartition('@')[2]}").geturl()


Address = Annotated[str, AfterValidator(_https)]
SecureAddress = Annotated[str, AfterValidator(_https_only)]
Listed = Annotated[tuple[str, ...], NoDecode]
T = TypeVar("T", str, SecretStr)


class Settings(BaseSettings):
    """Each field is one setting: its name in capitals after `CHAIRSIDE_`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(3978, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    data_dir: Path = Field(
        Path(".chairside"),
        description="Folder of the embedded store. What belongs to it stands beside it: NAME.key, NAME.store.",
    )
    store_url: str = Field(
        "", description="Redis or Valkey: one server, its Sentinels or a cluster; empty starts the embedded one."
    )
    durability: str = Field("fsync", description="What 'recorded' waits for: fsync, aof, or replicas=N.")
    key_file: Path | None = Field(
        None, description="Master key file (0600); empty: beside the data folder, by its name and .key."
    )
    app_id: str = Field(description="The bot's application (client) id in Entra.")
    app_secret: SecretStr = Field(description="The bot's client secret.")
    tenant: str = Field(description="The council's own directory (tenant) id.")
    tenants: Listed = Field((), description="Directories whose Teams is answered at all, by commas; empty: any.")
    issuer: str = Field("https://api.botframework.com", description="Issuer of the tokens Teams sends.")
    openid_metadata: Address = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="Where the keys of those tokens are published.",
    )
    service_urls: Listed = Field(
        ("https://smba.trafficmanager.net/",), description="Teams services we may talk to, by commas; nowhere else."
    )
    service_url: Address = Field(
        "https://smba.trafficmanager.net/uk/",
        description="Where a first private message is sent before Teams has spoken.",
    )
    authority: SecureAddress = Field("https://login.microsoftonline.com", description="Where our own token comes from.")
    scope: str = Field("https://api.botframework.com/.default", description="What our own token is for.")
    graph: str = Field(
        "off", pattern="^(off|on)$", description="Whether meetings are made and the app installed by Microsoft Graph."
    )
    graph_base: Address = Field("https://graph.microsoft.com/v1.0", description="Microsoft Graph.")
    app_catalog_id: str = Field("", description="The app's id in the council's own Teams catalogue.")
    meeting_organiser: str = Field("", description="Whose calendar the meetings are in: object id or address.")
    meeting_kind: str = Field(
        "event",
        pattern="^(event|standalone)$",
        description="What Graph makes: an `event` in that calendar, which invites; or a `standalone` meeting in none.",
    )
    administrators: Listed = Field(
        (), description="Who may begin conferences in chat: object ids and addresses, by commas."
    )
    group_administrators: str = Field("", description="Entra group whose members are administrators; empty: none.")
    group_chairs: str = Field("", description="Entra group whose members may chair; empty: none.")
    group_managers: str = Field("", description="Entra group whose members manage chairs; empty: none.")
    mail_url: str = Field(
        "", description="The council's mail server, for people whom Teams cannot reach: smtp://HOST:PORT or smtps://."
    )
    mail_user: str = Field("", description="The name to log in to it with; empty: it asks for none.")
    mail_password: SecretStr = Field(SecretStr(""), validate_default=True, description="The password for that.")
    mail_from: str = Field(
        "",
        validate_default=True,
        description="The address letters come from, name@council.example or Council <...>, and that answers go to: "
        "somebody in the office must read it.",
    )
    notify_key: SecretStr = Field(
        SecretStr(""), description="GOV.UK Notify instead of a mail server: its API key; no calendar files go with it."
    )
    notify_template: str = Field(
        "", validate_default=True, description="Id of its email template: ((subject)) and ((body)), nothing else."
    )
    notify_base: Address = Field("https://api.notifications.service.gov.uk", description="GOV.UK Notify.")
    ca_file: Path | None = Field(None, description="PEM of further authorities to trust for outgoing TLS.")
    boroughs_dir: Path | None = Field(None, description="A folder of borough profiles in place of those shipped.")
    templates_dir: Path | None = Field(
        None,
        description="A folder of letters and leaflets in place of those shipped; `templates check` proof-reads it.",
    )
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="How much is logged.")
    metrics_port: int | None = Field(
        None, ge=0, le=65535, description="A loopback port with figures for Prometheus at /metrics; empty: none."
    )
    duties: str = Field(
        "here",
        pattern="^(here|workers)$",
        description="Who sends what is owed: `here`, this process too; `workers`, only processes started with `worker`.",
    )
    sends_per_second: int = Field(
        50, ge=0, description="Messages a second to Teams from all processes together, under Teams' 50; 0: no limit."
    )
    api_keys: Listed = Field(
        (),
        description="Programs that may bring conferences and ask after them, as NAME:HASH, by commas; empty: the API is off.",
    )
    rehearsal_port: int | None = Field(
        None, ge=0, le=65535, description="Rehearsal only: a loopback port by which the clock is moved."
    )

    @field_validator("tenants", "service_urls", "administrators", "api_keys", mode="before")
    @classmethod
    def _by_commas(cls, value: object) -> object:
        return tuple(one.strip() for one in value.split(",") if one.strip()) if isinstance(value, str) else value

    @field_validator("app_id", "tenant")
    @classmethod
    def _an_entra_id(cls, value: str) -> str:
        return _guid(value)

    @field_validator("app_catalog_id")
    @classmethod
    def _an_entra_id_or_none(cls, value: str) -> str:
        return _guid(value) if value else value

    @field_validator("group_administrators", "group_chairs", "group_managers")
    @classmethod
    def _a_group(cls, value: str, others: ValidationInfo) -> str:
        """A group that is never asked would give nobody a role, and nobody would see why."""
        if value and others.data.get("graph") == "off":
            raise ValueError("needs CHAIRSIDE_GRAPH=on")
        return _guid(value) if value else value

    @field_validator("administrators")
    @classmethod
    def _accounts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """In small letters, as they are compared."""
        return tuple(cls._an_account(one).lower() for one in value)

    @field_validator("meeting_organiser")
    @classmethod
    def _an_account(cls, value: str) -> str:
        named = value.strip()
        if not named or _ADDRESS.fullmatch(named):
            return named
        try:
            return _guid(named)
        except ValueError:
            raise ValueError("must be an object id from Microsoft Entra, or an address") from None

    @field_validator("tenants")
    @classmethod
    def _entra_ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_guid(one) for one in value)

    @field_validator("app_secret")
    @classmethod
    def _not_empty(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().strip():
            raise ValueError("is not set")
        return value

    @field_validator("store_url")
    @classmethod
    def _a_store(cls, value: str) -> str:
        return checked(value) if value else value

    @field_validator("ca_file", "boroughs_dir", "templates_dir")
    @classmethod
    def _is_there(cls, value: Path | None) -> Path | None:
        if value is not None and not value.exists():
            raise ValueError("there is no such file or folder")
        return value

    @field_validator("service_urls")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_https(one) for one in value)

    @field_validator("durability")
    @classmethod
    def _durability(cls, value: str) -> str:
        Durability.parse(value)
        return value

    @field_validator("service_url")
    @classmethod
    def _is_one_of_those_allowed(cls, value: str, others: ValidationInfo) -> str:
        allowed = others.data.get("service_urls")
        if allowed is not None and not ServiceUrls(allowed).allows(value):
            raise ValueError("is not one of CHAIRSIDE_SERVICE_URLS")
        return value

    @field_validator("mail_url")
    @classmethod
    def _a_mail_server(cls, value: str) -> str:
        if value:
            place(value)
        return value

    @field_validator("mail_user", "mail_password", "mail_from")
    @classmethod
    def _belongs_to_a_mail_server(cls, value: T, others: ValidationInfo) -> T:
        if _said(value) and others.data.get("mail_url") == "":
            raise ValueError("means nothing without CHAIRSIDE_MAIL_URL")
        return value

    @field_validator("mail_password")
    @classmethod
    def _with_a_user(cls, value: SecretStr, others: ValidationInfo) -> SecretStr:
        user = others.data.get("mail_user")
        if user is not None and bool(user) != bool(_said(value)):
            raise ValueError("and CHAIRSIDE_MAIL_USER go together: set both or neither")
        return value

    @field_validator("mail_from")
    @classmethod
    def _a_sender(cls, value: str, others: ValidationInfo) -> str:
        if value:
            mailbox(value)
        elif others.data.get("mail_url"):
            raise ValueError("is not set: letters by CHAIRSIDE_MAIL_URL come from an address")
        return value

    @field_validator("notify_key")
    @classmethod
    def _instead_of_a_mail_server(cls, value: SecretStr, others: ValidationInfo) -> SecretStr:
        if _said(value):
            notify_key(_said(value))
            if others.data.get("mail_url"):
                raise ValueError("set this or CHAIRSIDE_MAIL_URL: mail goes one way")
        return value

    @field_validator("notify_template")
    @classmethod
    def _with_a_key(cls, value: str, others: ValidationInfo) -> str:
        key = others.data.get("notify_key")
        if key is not None and bool(value) != bool(_said(key)):
            raise ValueError("and CHAIRSIDE_NOTIFY_KEY go together: set both or neither")
        return _guid(value, "GOV.UK Notify") if value else value

    @field_validator("api_keys")
    @classmethod
    def _hashes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        program_keys.checked(value)
        return value

    @field_validator("rehearsal_port")
    @classmethod
    def _rehearsal_stays_here(cls, value: int | None, others: ValidationInfo) -> int | None:
        """A clock that anybody could move belongs on no network (architecture, clocks)."""
        if value is not None and others.data.get("host") not in ("127.0.0.1", "::1", "localhost"):
            raise ValueError("a rehearsal listens on loopback only: CHAIRSIDE_HOST must be 127.0.0.1")
        return value

    @property
    def mails(self) -> bool:
        """Whether letters can go at all."""
        return bool(self.mail_url or self.notify_key.get_secret_value())

    @property
    def master_key(self) -> Path:
        return self.key_file or self.data_dir.with_name(f"{self.data_dir.name}.key")


def _line(error: dict[str, object]) -> str:
    where = error["loc"]
    name = str(where[0]).upper() if isinstance(where, tuple) and where else ""
    said = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "missing":
        said = "is not set"
    return f"{PREFIX}{name}: {said}" if name else said


_NO_TEAMS = {"app_id": str(UUID(int=0)), "app_secret": "none", "tenant": str(UUID(int=0))}
"""For what never speaks to it."""


def load(*, teams: bool = True) -> Settings:
    """`teams` False: whoever only looks needs no secret of Teams. Raises SettingsError with every fault."""
    there = {one.upper() for one in os.environ}
    instead = {} if teams else {name: it for name, it in _NO_TEAMS.items() if f"{PREFIX}{name}".upper() not in there}
    try:
        return Settings.model_validate(instead)
    except ValidationError as error:
        raise SettingsError(tuple(_line(dict(one)) for one in error.errors())) from None


def described(settings: Settings | None) -> list[tuple[str, str, str]]:
    """(name, value or default, meaning) of every setting. Secrets are masked, always."""
    rows = []
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name) if settings else field.get_default()
        shown = "" if field.is_required() and not settings else value
        if name == "store_url":
            shown = _without_password(str(shown))
        if isinstance(shown, tuple):
            shown = ",".join(shown)
        rows.append((f"{PREFIX}{name.upper()}", "" if shown is None else str(shown), field.description or ""))
    return rows
