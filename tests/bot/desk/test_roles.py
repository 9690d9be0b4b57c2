"""Least privilege: every page is listed with who may use it, and what is not listed is refused."""

import httpx
import pytest
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.desk.desk import Desk, Visit
from bot.desk.guard import guarded
from bot.desk.roles import MATRIX, WITHOUT_SIGN_IN, Role, known_roles, may
from tests.bot.desk.conftest import TestDesk, mixed

EXPECTED = {
    "home": "administrator moderator safeguarding-lead participation-worker",
    "sign_out": "administrator moderator safeguarding-lead participation-worker",
    "own_password": "administrator moderator safeguarding-lead participation-worker",
    "own_password_sent": "administrator moderator safeguarding-lead participation-worker",
    "answers": "moderator",
    "approved": "moderator participation-worker",
    "approved_sought": "moderator participation-worker",
    "answer": "moderator",
    "approve": "moderator",
    "leave_out": "moderator",
    "undo": "moderator",
    "raise_worry": "moderator",
    "read_by_person": "moderator",
    "gone_on_with": "moderator",
    "marked": "moderator",
    "hide_more": "moderator",
    "hide_previewed": "moderator",
    "hide_kept": "moderator",
    "hide_undone": "moderator",
    "hide_others": "moderator",
    "hidden_in_others": "moderator",
    "raise_unread_worry": "moderator",
    "themes": "moderator",
    "to_code": "moderator",
    "coding": "moderator",
    "coded": "moderator",
    "frame": "moderator",
    "theme": "moderator",
    "theme_added": "moderator",
    "theme_changed": "moderator",
    "theme_merged": "moderator",
    "theme_split": "moderator",
    "retrain": "moderator",
    "use_coder": "moderator",
    "new_themes": "moderator",
    "new_theme_named": "moderator",
    "new_theme_merged": "moderator",
    "new_theme_split": "moderator",
    "new_theme_left": "moderator",
    "flags": "administrator safeguarding-lead",
    "close_flag": "administrator safeguarding-lead",
    "cases": "safeguarding-lead",
    "case": "safeguarding-lead",
    "screening_counts": "administrator safeguarding-lead",
    "alerts": "safeguarding-lead",
    "alerts_email": "safeguarding-lead",
    "alerts_telegram": "safeguarding-lead",
    "alerts_ended": "safeguarding-lead",
    "case_taken": "safeguarding-lead",
    "case_handed_over": "safeguarding-lead",
    "case_noted": "safeguarding-lead",
    "case_level": "safeguarding-lead",
    "case_closed": "safeguarding-lead",
    "case_reopened": "safeguarding-lead",
    "case_undone": "safeguarding-lead",
    "let_through": "safeguarding-lead",
    "keep_out_again": "safeguarding-lead",
    "results": "administrator participation-worker",
    "letter": "administrator participation-worker",
    "data": "administrator participation-worker",
    "record": "administrator",
    "running": "administrator participation-worker",
    "preview": "administrator participation-worker",
    "share": "administrator participation-worker",
    "poster_made": "administrator participation-worker",
    "opened": "administrator",
    "closed": "administrator",
    "new_consultation": "administrator",
    "new_checked": "administrator",
    "copied": "administrator",
    "words": "administrator",
    "words_changed": "administrator",
    "group_code_made": "administrator",
    "group_sheet_made": "administrator",
}


def routes(desk: TestDesk) -> list[Route]:
    return [route for route in desk.app.routes if isinstance(route, Route)]


def address(route: Route, answer: str) -> str:
    path = (
        route.path.replace("{consultation}", "trying")
        .replace("{answer}", answer)
        .replace("{flag:int}", "1")
        .replace("{case:int}", "1")
    )
    path = path.replace("{question}", "HOME").replace("{code}", "pets")
    return path.replace("{secret}", "x" * 43).replace("{file}", "desk.css").replace("{rest:path}", "nowhere")


async def use(visitor: httpx.AsyncClient, route: Route, answer: str) -> httpx.Response:
    [method] = (route.methods or set()) - {"HEAD"} if route.name != "missing" else ["GET"]
    return await visitor.request(method, address(route, answer), data={} if method == "POST" else None)


def test_every_page_is_listed_and_everything_listed_is_a_page(desk: TestDesk) -> None:
    assert {route.name for route in routes(desk)} == set(MATRIX) | WITHOUT_SIGN_IN
    assert not set(MATRIX) & WITHOUT_SIGN_IN


@pytest.mark.parametrize("role", [*Role, None])
async def test_each_role_opens_exactly_its_pages(desk: TestDesk, role: Role | None) -> None:
    await desk.wrote("a kitchen that smells of toast")
    [item] = await desk.store.reviewing.queue("trying")
    sam = await desk.signed_in(*([role] if role else []))
    secret, account = sam.cookies["desk"], await desk.store.staff.named("Sam")
    for route in routes(desk):
        if route.name in WITHOUT_SIGN_IN:
            continue
        page = await use(sam, route, item.id.hex())
        allowed = role is not None and role in EXPECTED[route.name].split()
        assert ("may not use this page" not in page.text) is allowed, route.name
        assert allowed or page.status_code == 403
        if route.name == "sign_out" and allowed and account:
            await desk.store.staff.sign_in(account.id, secret, desk.now.replace(hour=20))
            sam.cookies.set("desk", secret)


async def test_nobody_opens_a_page_without_signing_in(desk: TestDesk) -> None:
    await desk.wrote("a kitchen that smells of toast")
    async with desk.visitor() as visitor:
        for route in routes(desk):
            if route.name in WITHOUT_SIGN_IN:
                continue
            page = await use(visitor, route, "00" * 16)
            assert page.status_code == 303, route.name
            assert page.headers["location"].startswith("/desk/sign-in")
            assert "toast" not in page.text


async def test_a_refused_page_says_whose_it_is(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.MODERATOR)
    page = (await sam.get("/desk/c/trying/flags")).text
    assert "This page is for an administrator or a safeguarding lead." in page


async def test_a_refused_press_changes_nothing(desk: TestDesk) -> None:
    await desk.wrote("a kitchen that smells of toast")
    address = await desk.only_waiting()
    sam = await desk.signed_in(*(set(Role) - {Role.MODERATOR}))
    page = await sam.post(f"{address}/approve", data={"read": "x"})
    assert page.status_code == 403
    assert "for a moderator" in page.text
    assert await desk.only_waiting() == address


async def test_a_page_that_is_not_listed_is_refused_to_every_role(desk: TestDesk) -> None:
    async def page(desk: Desk, visit: Visit) -> Response:
        return PlainTextResponse("open to all")

    parts = Desk(
        desk.store,
        clock=desk.clock,
        chance=desk.chance,
        web_address="",
        downloads=desk.files,
        feel=mixed,
        trouble=lambda: "",
        coding=desk.coding,
        adjust=desk.adjust,
        door_rows={},
    )
    app = Route("/desk/forgotten", guarded(parts, "forgotten", page))
    sam = await desk.signed_in(*Role)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test") as visitor:
        visitor.cookies = sam.cookies
        assert (await visitor.get("/desk/forgotten")).status_code == 403


async def test_the_first_page_offers_only_what_a_role_may_open(desk: TestDesk) -> None:
    await desk.wrote("a kitchen")
    await desk.worried("I want to disappear")
    offered = {
        Role.MODERATOR: "/desk/c/trying/answers",
        Role.SAFEGUARDING_LEAD: "/desk/cases?consultation=trying",
        Role.ADMINISTRATOR: "/desk/c/trying/flags",
        Role.PARTICIPATION_WORKER: "/desk/c/trying/results",
    }
    for role, own in offered.items():
        sam = await desk.signed_in(role, name=role.value)
        page = (await sam.get("/desk")).text
        for part in offered.values():
            expected = part == own or (role is Role.ADMINISTRATOR and part.endswith("/results"))
            assert (f'href="{part}"' in page) is expected


async def test_an_account_without_a_role_is_told_so(desk: TestDesk) -> None:
    sam = await desk.signed_in()
    assert (await sam.get("/desk")).status_code == 403


def test_roles_are_known_by_name() -> None:
    assert known_roles(["moderator", "safeguarding-lead"]) == {Role.MODERATOR, Role.SAFEGUARDING_LEAD}
    with pytest.raises(ValueError, match="participation-worker"):
        known_roles(["boss"])
    assert not may(["boss"], "home")
    assert not may(list(Role), "forgotten")
