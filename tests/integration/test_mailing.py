"""The bot with mail set: it can send from its first moment, and lets go of everything at the end."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.bootstrap import MovableClock, Overrides, running
from bot.config import Settings
from bot.outside import tls_of
from bot.rehearsal.post import PostOffice, Shut, Way
from bot.usecases.ports import MailFault, SendError
from tests.mail import AT, Authority, letter

TENANT = "11111111-1111-4111-8111-111111111111"


def settings(folder: Path, **mail: Any) -> Settings:
    return Settings(
        port=0,
        data_dir=folder / "store",
        app_id="aaaaaaaa-0000-4000-8000-000000000001",
        app_secret=SecretStr("fictional"),
        tenant=TENANT,
        **mail,
    )


async def test_by_the_councils_mail_server(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with PostOffice(shut=Shut.TLS, tls=authority.server(), user="bot", password="pw") as post:
        mail = {"mail_url": post.smtp_url, "mail_user": "bot", "mail_password": SecretStr("pw")}
        mail |= {"mail_from": "Council <c@council.example>", "ca_file": authority.path}
        async with running(settings(tmp_path, **mail)) as bot:
            assert (bot.mail.available, bot.mail.sender) == (True, "c@council.example")
            await bot.mail.send(letter())
        [found] = post.letters
        assert (found.way, found.secured, found.user, found.sender) == (Way.SMTP, True, "bot", "c@council.example")
        await asyncio.sleep(0.05)
        assert post.connected == 0


async def test_by_notify(tmp_path: Path) -> None:
    async with PostOffice() as post:
        key = SecretStr(post.notify_key)
        mail = {"notify_key": key, "notify_template": post.notify_template, "notify_base": post.notify_url}
        elsewhen = Overrides(clock=MovableClock(AT))  # Notify would refuse a token of that hour
        async with running(settings(tmp_path, **mail), elsewhen) as bot:
            assert (bot.mail.available, bot.mail.sender) == (True, "")
            await bot.mail.send(letter())
            assert bot.mail._session.closed is False  # type: ignore[attr-defined]
        assert [one.way for one in post.letters] == [Way.NOTIFY]
        assert bot.mail._session.closed is True  # type: ignore[attr-defined]


async def test_by_nothing(tmp_path: Path) -> None:
    async with running(settings(tmp_path)) as bot:
        assert (bot.mail.available, bot.mail.sender) == (False, "")
        with pytest.raises(SendError, match=MailFault.NO_MAIL):
            await bot.mail.send(letter())


def test_further_authorities_are_trusted_besides_the_public_ones(tmp_path: Path) -> None:
    own = tls_of(settings(tmp_path, ca_file=Authority(tmp_path).path))
    assert tls_of(settings(tmp_path)) is None
    assert own is not None
    assert len(own.get_ca_certs()) > 20
