"""Signing in: one-time links, passwords, slow guessing, signing out."""

import asyncio
import contextlib
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from bot.desk.accounts.one_time_links import first_link, staff_link
from bot.desk.accounts.password_tries import FREE
from bot.desk.accounts.passwords import Passwords
from bot.desk.roles import Role
from storage.errors import StoreError
from tests.bot.desk.conftest import ADDRESS, PASSWORD, TestDesk
from tests.bot.desk.posting import press


async def first(desk: TestDesk) -> str:
    link = await first_link(desk.store.staff, desk.clock, desk.chance, ADDRESS)
    assert link is not None
    return link


async def test_the_first_link_sets_a_password_and_signs_in(desk: TestDesk) -> None:
    async with desk.visitor() as visitor:
        page = await visitor.get(await first(desk))
        assert page.status_code == 200
        assert "admin" in page.text
        home = await press(visitor, page, "", password=PASSWORD, again=PASSWORD)
        assert home.url.path == "/desk"
        assert "To try things" in home.text
        await press(visitor, home, "/sign-out")
        page = await press(visitor, await visitor.get("/desk/sign-in"), "/sign-in", name="Admin", password=PASSWORD)
        assert page.url.path == "/desk"


async def test_a_link_works_once(desk: TestDesk) -> None:
    link = await first(desk)
    async with desk.visitor() as visitor, desk.visitor() as another:
        page = await visitor.get(link)
        await press(visitor, page, "", password=PASSWORD, again=PASSWORD)
        for used in (await another.get(link), await another.post(link, data={"password": "x" * 9 + PASSWORD})):
            assert used.status_code == 410
            assert "does not work any more" in used.text
            assert "staff reset" in used.text


async def test_a_link_that_is_sent_several_times_at_once_lets_one_in(desk: TestDesk) -> None:
    link = await first(desk)
    async with contextlib.AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(desk.visitor()) for _ in range(4)]
        sent = [{"password": f"{PASSWORD} {n}", "again": f"{PASSWORD} {n}"} for n in range(4)]
        pages = await asyncio.gather(*(who.post(link, data=data) for who, data in zip(visitors, sent, strict=True)))
        assert sorted(page.status_code for page in pages) == [303, 410, 410, 410]
        assert [page.status_code for page in pages if "set-cookie" in page.headers] == [303]
        [let_in] = [number for number, page in enumerate(pages) if page.status_code == 303]
        account = await desk.store.staff.named("admin")
        assert account is not None
        assert await Passwords().matches(f"{PASSWORD} {let_in}", account.password)


async def test_looking_at_a_link_does_not_use_it_up(desk: TestDesk) -> None:
    link = await first(desk)
    async with desk.visitor() as visitor:
        assert [(await visitor.get(link)).status_code for _ in range(3)] == [200, 200, 200]


async def test_a_link_ends_after_three_days(desk: TestDesk) -> None:
    link = await first(desk)
    async with desk.visitor() as visitor:
        desk.wait(hours=71)
        assert (await visitor.get(link)).status_code == 200
        desk.wait(hours=1)
        assert (await visitor.get(link)).status_code == 410


async def test_each_start_gives_a_link_until_someone_has_a_password(desk: TestDesk) -> None:
    assert await first(desk) != await first(desk)
    assert len(await desk.store.staff.all()) == 1
    async with desk.visitor() as visitor:
        await press(visitor, await visitor.get(await first(desk)), "", password=PASSWORD, again=PASSWORD)
    assert await first_link(desk.store.staff, desk.clock, desk.chance, ADDRESS) is None


async def test_a_disabled_first_account_does_not_lock_everyone_out(desk: TestDesk) -> None:
    account = await desk.account("admin", Role.ADMINISTRATOR)
    await desk.store.staff.disable(account, by="test")
    async with desk.visitor() as visitor:
        assert "admin2" in (await visitor.get(await first(desk))).text


async def test_a_reset_keeps_the_old_password_until_the_link_is_used(desk: TestDesk) -> None:
    await desk.account("Kim", Role.MODERATOR)
    link = await staff_link(desk.store, "kim", clock=desk.clock, chance=desk.chance, base=ADDRESS)
    async with desk.visitor() as visitor:
        assert (await visitor.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})).status_code == 303
    async with desk.visitor() as visitor:
        await press(visitor, await visitor.get(link), "", password=PASSWORD + "2", again=PASSWORD + "2")
    async with desk.visitor() as visitor:
        assert (await visitor.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})).status_code == 403


async def test_a_new_password_ends_the_sign_ins_made_with_the_old_one(desk: TestDesk) -> None:
    await desk.account("Kim", Role.MODERATOR)
    async with desk.visitor() as old, desk.visitor() as new:
        await old.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})
        assert (await old.get("/desk")).status_code == 200
        link = await staff_link(desk.store, "Kim", clock=desk.clock, chance=desk.chance, base=ADDRESS)
        await press(new, await new.get(link), "", password=PASSWORD + "2", again=PASSWORD + "2")
        assert (await old.get("/desk")).status_code == 303


async def test_staff_link_refuses_names_that_it_cannot_serve(desk: TestDesk) -> None:
    account = await desk.account("Kim", Role.MODERATOR)
    with pytest.raises(StoreError, match="staff list"):
        await staff_link(desk.store, "Kin", clock=desk.clock, chance=desk.chance, base=ADDRESS)
    with pytest.raises(StoreError, match="already"):
        await staff_link(desk.store, "kim", roles=[Role.MODERATOR], clock=desk.clock, chance=desk.chance, base=ADDRESS)
    await desk.store.staff.disable(account, by="test")
    with pytest.raises(StoreError, match="disabled"):
        await staff_link(desk.store, "Kim", clock=desk.clock, chance=desk.chance, base=ADDRESS)


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("fourteen chars", "fourteen chars", "at least 15 characters"),
        ("x" * 201, "x" * 201, "at most 200 characters"),
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "too easy"),
        ("Admin Of The Desk", "Admin Of The Desk", "too easy"),
        ("password12345678", "password12345678", "too easy"),
        (PASSWORD, PASSWORD + "x", "not the same"),
        (PASSWORD, "", "not the same"),
    ],
)
async def test_a_password_that_will_not_do_is_explained(desk: TestDesk, password: str, again: str, said: str) -> None:
    link = await staff_link(
        desk.store,
        "admin of the desk",
        roles=[Role.ADMINISTRATOR],
        clock=desk.clock,
        chance=desk.chance,
        base=ADDRESS,
    )
    async with desk.visitor() as visitor:
        page = await press(visitor, await visitor.get(link), "", password=password, again=again)
        assert page.status_code == 400
        assert said in page.text
        assert password not in page.text
        assert (await visitor.get("/desk")).status_code == 303


@pytest.mark.parametrize(
    "password", ["tulip gravel orbit", "пароль лампа река", "~/.^)}{(;:,-*_ =", "83749201847362514"]
)
async def test_any_characters_make_a_password(desk: TestDesk, password: str) -> None:
    async with desk.visitor() as visitor:
        await press(visitor, await visitor.get(await first(desk)), "", password=password, again=password)
    async with desk.visitor() as visitor:
        page = await visitor.post("/desk/sign-in", data={"name": "admin", "password": password})
        assert page.headers["location"] == "/desk"


async def test_an_unknown_name_reads_like_a_wrong_password(desk: TestDesk) -> None:
    gone = await desk.account("Lee", Role.MODERATOR)
    await desk.account("Kim", Role.MODERATOR)
    await desk.store.staff.add("Una", [Role.MODERATOR], by="test")
    await desk.store.staff.disable(gone, by="test")
    said = set()
    async with desk.visitor() as visitor:
        for name, password in (("Kim", "wrong"), ("Nobody", PASSWORD), ("Lee", PASSWORD), ("Una", "")):
            page = await visitor.post("/desk/sign-in", data={"name": name, "password": password or "x"})
            assert page.status_code == 403
            said.add(page.text.replace(name, "?"))
    assert len(said) == 1


async def test_an_unknown_name_costs_a_hash_too(desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = []

    def hash_password(_: object, password: str) -> str:
        hashed.append(password)
        return ""

    monkeypatch.setattr("argon2.PasswordHasher.hash", hash_password)
    async with desk.visitor() as visitor:
        await visitor.post("/desk/sign-in", data={"name": "Nobody", "password": "guess"})
    assert hashed == ["guess"]


async def test_guessing_gets_slower_for_a_name_whether_or_not_it_exists(desk: TestDesk) -> None:
    await desk.account("Kim", Role.MODERATOR)
    async with desk.visitor() as visitor:
        for name in ("Kim", "Nobody"):
            for _ in range(FREE):
                assert (await visitor.post("/desk/sign-in", data={"name": name, "password": "x"})).status_code == 403
            page = await visitor.post("/desk/sign-in", data={"name": name.upper(), "password": PASSWORD})
            assert page.status_code == 429
            assert page.headers["retry-after"] == "5"
            assert "Wait 5 seconds" in page.text
        desk.wait(seconds=5)
        assert (await visitor.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})).status_code == 303


async def test_guesses_at_the_same_moment_are_counted_too(desk: TestDesk) -> None:
    async with desk.visitor() as visitor:
        pages = await asyncio.gather(
            *(visitor.post("/desk/sign-in", data={"name": "Kim", "password": f"x{n}"}) for n in range(FREE + 3))
        )
    assert sorted(page.status_code for page in pages) == [403] * FREE + [429] * 3


async def test_a_form_without_name_or_password_asks_for_them(desk: TestDesk) -> None:
    async with desk.visitor() as visitor:
        for given in ({}, {"name": "Kim"}, {"password": "x"}):
            page = await visitor.post("/desk/sign-in", data=given)
            assert page.status_code == 400
            assert "Give your name and your password" in page.text


async def test_a_sign_in_lasts_eight_hours(desk: TestDesk) -> None:
    await desk.account("Kim", Role.MODERATOR)
    async with desk.visitor() as visitor:
        page = await visitor.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})
        assert "max-age=28800" in page.headers["set-cookie"].lower()
        desk.wait(hours=7, minutes=59)
        assert (await visitor.get("/desk")).status_code == 200
        desk.wait(minutes=1)
        assert (await visitor.get("/desk")).headers["location"] == "/desk/sign-in"


async def test_signing_out_ends_the_sign_in_itself(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.MODERATOR)
    secret = sam.cookies["desk"]
    page = await sam.post("/desk/sign-out", follow_redirects=True)
    assert "You are signed out." in page.text
    async with desk.visitor() as visitor:
        visitor.cookies.set("desk", secret)
        assert (await visitor.get("/desk")).status_code == 303


async def test_signing_in_ends_the_sign_in_that_this_browser_had(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.MODERATOR)
    await desk.account("Kim", Role.MODERATOR)
    before = sam.cookies["desk"]
    page = await sam.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})
    assert page.cookies["desk"] != before
    async with desk.visitor() as visitor:
        visitor.cookies.set("desk", before)
        assert (await visitor.get("/desk")).status_code == 303


async def test_a_link_that_is_used_ends_the_sign_in_that_this_browser_had(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.MODERATOR)
    before = sam.cookies["desk"]
    roles = [Role.MODERATOR]
    link = await staff_link(desk.store, "Kim", roles=roles, clock=desk.clock, chance=desk.chance, base=ADDRESS)
    await sam.post(link, data={"password": PASSWORD, "again": PASSWORD})
    async with desk.visitor() as visitor:
        visitor.cookies.set("desk", before)
        assert (await visitor.get("/desk")).status_code == 303


async def test_a_sign_in_elsewhere_lives_on(desk: TestDesk) -> None:
    await desk.account("Kim", Role.MODERATOR)
    async with desk.visitor() as office, desk.visitor() as home:
        for visitor in (office, home):
            await visitor.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})
        assert [(await visitor.get("/desk")).status_code for visitor in (office, home)] == [200, 200]


async def test_signing_out_asks_the_browser_to_drop_what_it_keeps_and_takes_nobody_elses_cookies(
    desk: TestDesk,
) -> None:
    sam = await desk.signed_in(Role.MODERATOR)
    page = await sam.post("/desk/sign-out")
    assert page.headers["clear-site-data"] == '"cache", "storage"'
    assert 'desk=""' in page.headers["set-cookie"]


async def test_a_password_is_the_same_from_every_keyboard(desk: TestDesk) -> None:
    async with desk.visitor() as visitor:
        typed = "Ｌａｍｐ river quiet é"
        await press(visitor, await visitor.get(await first(desk)), "", password=typed, again=typed)
    async with desk.visitor() as visitor:
        page = await visitor.post("/desk/sign-in", data={"name": "admin", "password": "Lamp river quiet e\u0301"})
        assert page.status_code == 303


async def test_a_password_from_before_it_was_normalised_and_longer_still_works(desk: TestDesk) -> None:
    await desk.account("Kim", Role.MODERATOR, password="ｋｕｒｚ")
    async with desk.visitor() as visitor:
        assert (await visitor.post("/desk/sign-in", data={"name": "Kim", "password": "ｋｕｒｚ"})).status_code == 303
        assert (await visitor.post("/desk/sign-in", data={"name": "Kim", "password": "kurz"})).status_code == 403


async def test_a_press_after_the_sign_in_ended_says_that_it_was_not_kept(desk: TestDesk) -> None:
    async with desk.visitor() as visitor:
        page = await visitor.post(f"/desk/c/trying/answers/{'0' * 32}/approve", follow_redirects=True)
        assert "What you pressed last was not kept" in page.text


async def test_a_disabled_account_is_signed_out_at_once(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.MODERATOR, name="Sam")
    account = await desk.store.staff.named("Sam")
    assert account is not None
    assert (await sam.get("/desk")).status_code == 200
    await desk.store.staff.disable(account.id, by="test")
    assert (await sam.get("/desk")).status_code == 303


@pytest.mark.parametrize("secure", [False, True])
async def test_the_cookie_is_kept_from_scripts_other_sites_and_other_pages(desk: TestDesk, secure: bool) -> None:
    desk.secure = secure
    await desk.account("Kim", Role.MODERATOR)
    async with desk.visitor() as visitor:
        page = await visitor.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})
        cookie = page.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert "path=/desk" in cookie
        assert ("secure" in cookie) is secure
        assert (await visitor.get("/desk")).status_code == 200


async def test_no_secret_of_a_link_or_a_sign_in_is_kept_in_clear(desk: TestDesk, tmp_path: Path) -> None:
    link = await first(desk)
    async with desk.visitor() as visitor:
        await press(visitor, await visitor.get(link), "", password=PASSWORD, again=PASSWORD)
        cookie = visitor.cookies["desk"]
    kept = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir())
    for secret in (link.rsplit("/", 1)[1], cookie, PASSWORD):
        assert secret.encode() not in kept


async def attacked(desk: TestDesk, app: Starlette, name: str, times: int = 30) -> None:
    """Somebody tries wrong passwords for a name, without end."""
    async with desk.visitor(app) as visitor:
        for number in range(times):
            await visitor.post("/desk/sign-in", data={"name": name, "password": f"wrong guess {number}"})


async def test_wrong_passwords_of_others_keep_no_owner_out_of_a_device_that_signed_in_before(desk: TestDesk) -> None:
    app = desk.app
    await desk.account("Kim", Role.MODERATOR)
    async with desk.visitor(app) as owner:
        await owner.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})
        for _ in range(10):
            await attacked(desk, app, "kim", 6)
            await owner.post("/desk/sign-out")
            back = await owner.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})
            assert back.status_code == 303
            assert back.headers["location"] == "/desk"


async def test_a_known_device_is_slowed_by_its_own_wrong_passwords(desk: TestDesk) -> None:
    app = desk.app
    await desk.account("Kim", Role.MODERATOR)
    async with desk.visitor(app) as owner:
        await owner.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})
        await owner.post("/desk/sign-out")
        wrong = {"name": "Kim", "password": "wrong password"}
        said = [(await owner.post("/desk/sign-in", data=wrong)).status_code for _ in range(FREE + 1)]
        assert said == [403] * FREE + [429]
    async with desk.visitor(app) as another:
        assert (await another.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})).status_code == 303


async def test_a_device_is_known_only_by_the_account_that_it_signed_in_with_and_until_a_new_password(
    desk: TestDesk,
) -> None:
    app = desk.app
    await desk.account("Kim", Role.MODERATOR)
    await desk.account("Lee", Role.MODERATOR)
    async with desk.visitor(app) as kims:
        await kims.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})
        await kims.post("/desk/sign-out")
        await attacked(desk, app, "Lee")
        assert (await kims.post("/desk/sign-in", data={"name": "Lee", "password": PASSWORD})).status_code == 429
        account = await desk.store.staff.named("Kim")
        assert account is not None
        await desk.store.staff.set_password(account.id, PasswordHasher().hash(PASSWORD), by="test")
        await attacked(desk, app, "Kim")
        assert (await kims.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})).status_code == 429


@pytest.mark.parametrize("made_up", ["x.y", ".", "|||", "a" * 3000, "1 2.3|4"])
async def test_a_made_up_cookie_makes_no_device_known(desk: TestDesk, made_up: str) -> None:
    app = desk.app
    await desk.account("Kim", Role.MODERATOR)
    await attacked(desk, app, "Kim")
    async with desk.visitor(app) as visitor:
        visitor.cookies.set("known", made_up)
        assert (await visitor.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})).status_code == 429


async def test_the_cookie_says_neither_whose_it_is_nor_goes_anywhere_but_to_the_sign_in_page(desk: TestDesk) -> None:
    app = desk.app
    await desk.account("Kim", Role.MODERATOR)
    async with desk.visitor(app) as owner:
        answer = await owner.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})
    [cookie] = [one for one in answer.headers.get_list("set-cookie") if "known=" in one]
    assert "Path=/desk/sign-in" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Kim" not in cookie


async def test_an_owner_with_a_new_device_is_slowed_by_others_and_never_refused(desk: TestDesk) -> None:
    app = desk.app
    await desk.account("Kim", Role.MODERATOR)
    await attacked(desk, app, "Kim")
    async with desk.visitor(app) as owner:
        await owner.get("/desk/sign-in")
        told = await owner.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})
        assert told.status_code == 429
        for _ in range(int(told.headers["retry-after"])):
            desk.wait(seconds=1)
            await attacked(desk, app, "Kim", 2)
        assert (await owner.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})).status_code == 303
