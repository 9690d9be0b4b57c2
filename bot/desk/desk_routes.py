"""Every page of the desk, by address."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.alerts.mail_server import SendsMail
from bot.desk import home_page, results_page
from bot.desk.accounts import own_password_page, record_page, sign_in
from bot.desk.cases import alert_pages, case_list_page, case_move_pages, case_page, screening_page
from bot.desk.cases.targets import TARGETS
from bot.desk.consultations import adding_pages, running_page, share_pages, words_pages
from bot.desk.desk import Desk, Downloads, Page, Visit
from bot.desk.guard import guarded
from bot.desk.review import approved_page, flag_pages, hide_pages, mark_pages, review_pages, unread_pages
from bot.desk.themes import (
    code_frame_pages,
    coder_pages,
    coding_pages,
    new_theme_pages,
    theme_change_pages,
    themes_page,
)
from bot.inference.background_coding import BackgroundCoding
from bot.inference.listener import Hear, heard_by_rules
from conversations.hearing.values import Feeling
from storage.rules.retention import Retention
from storage.rules.working_time import Targets
from storage.store import Store

_OF_ONE = "/desk/c/{consultation}"
_ANSWER = f"{_OF_ONE}/answers/{{answer}}"
_QUESTION = f"{_OF_ONE}/themes/{{question}}"
_THEME = f"{_QUESTION}/theme/{{code}}"
_CASE = "/desk/cases/{case:int}"
_ANY = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


async def static(desk: Desk, visit: Visit) -> Response:
    return desk.static.found(visit.path("file")) or await missing(desk, visit)


async def missing(desk: Desk, visit: Visit) -> Response:
    return desk.problem(visit, 404, "There is no such page", "The link may be old, or not all of it was copied.")


_PAGES: tuple[tuple[str, str, str, Page], ...] = (
    ("GET", "/desk", "home", home_page.home),
    ("GET", "/desk/", "home", home_page.home),
    ("GET", "/desk/sign-in", "sign_in", sign_in.sign_in),
    ("POST", "/desk/sign-in", "sign_in_sent", sign_in.sign_in_sent),
    ("POST", "/desk/sign-out", "sign_out", sign_in.sign_out),
    ("GET", "/desk/password", "own_password", own_password_page.own_password),
    ("POST", "/desk/password", "own_password_sent", own_password_page.own_password_sent),
    ("GET", "/desk/link/{secret}", "link", sign_in.link),
    ("POST", "/desk/link/{secret}", "link_sent", sign_in.link_sent),
    ("GET", f"{_OF_ONE}/answers", "answers", review_pages.answers),
    ("GET", f"{_OF_ONE}/approved", "approved", approved_page.approved),
    ("POST", f"{_OF_ONE}/approved", "approved_sought", approved_page.approved),
    ("GET", _ANSWER, "answer", review_pages.answer),
    ("POST", f"{_ANSWER}/approve", "approve", review_pages.approve),
    ("POST", f"{_ANSWER}/leave-out", "leave_out", review_pages.leave_out),
    ("POST", f"{_ANSWER}/undo", "undo", review_pages.undo),
    ("POST", f"{_ANSWER}/read", "read_by_person", unread_pages.read_by_person),
    ("POST", f"{_ANSWER}/unread-worry", "raise_unread_worry", unread_pages.raise_unread_worry),
    ("POST", f"{_ANSWER}/worry", "raise_worry", review_pages.raise_worry),
    ("POST", f"{_ANSWER}/mine", "gone_on_with", review_pages.gone_on_with),
    ("POST", f"{_ANSWER}/mark", "marked", mark_pages.marked),
    ("GET", f"{_ANSWER}/hide", "hide_more", hide_pages.hide_more),
    ("POST", f"{_ANSWER}/hide", "hide_previewed", hide_pages.hide_previewed),
    ("POST", f"{_ANSWER}/hide/keep", "hide_kept", hide_pages.hide_kept),
    ("POST", f"{_ANSWER}/hide/undo", "hide_undone", hide_pages.hide_undone),
    ("GET", f"{_ANSWER}/hide/others", "hide_others", hide_pages.hide_others),
    ("POST", f"{_ANSWER}/hide/others", "hidden_in_others", hide_pages.hidden_in_others),
    ("GET", f"{_OF_ONE}/themes", "themes", themes_page.themes),
    ("GET", _QUESTION, "frame", code_frame_pages.frame),
    ("POST", f"{_QUESTION}/add", "theme_added", theme_change_pages.theme_added),
    ("POST", f"{_QUESTION}/retrain", "retrain", coder_pages.retrain),
    ("POST", f"{_QUESTION}/coder", "use_coder", coder_pages.use_coder),
    ("GET", _THEME, "theme", code_frame_pages.theme),
    ("POST", _THEME, "theme_changed", theme_change_pages.theme_changed),
    ("POST", f"{_THEME}/merge", "theme_merged", theme_change_pages.theme_merged),
    ("POST", f"{_THEME}/split", "theme_split", theme_change_pages.theme_split),
    ("GET", f"{_QUESTION}/code", "to_code", coding_pages.to_code),
    ("GET", f"{_QUESTION}/code/{{answer}}", "coding", coding_pages.coding),
    ("POST", f"{_QUESTION}/code/{{answer}}", "coded", coding_pages.coded),
    ("GET", f"{_QUESTION}/new", "new_themes", new_theme_pages.new_themes),
    ("POST", f"{_QUESTION}/new/name", "new_theme_named", new_theme_pages.new_theme_named),
    ("POST", f"{_QUESTION}/new/merge", "new_theme_merged", new_theme_pages.new_theme_merged),
    ("POST", f"{_QUESTION}/new/split", "new_theme_split", new_theme_pages.new_theme_split),
    ("POST", f"{_QUESTION}/new/leave", "new_theme_left", new_theme_pages.new_theme_left),
    ("GET", f"{_OF_ONE}/flags", "flags", flag_pages.flags),
    ("POST", f"{_OF_ONE}/flags/{{flag:int}}/close", "close_flag", flag_pages.close_flag),
    ("POST", f"{_OF_ONE}/flagged/{{answer}}/quote", "let_through", flag_pages.let_through),
    ("POST", f"{_OF_ONE}/flagged/{{answer}}/undo", "keep_out_again", flag_pages.keep_out_again),
    ("GET", "/desk/cases", "cases", case_list_page.cases),
    ("GET", "/desk/screening", "screening_counts", screening_page.screening_counts),
    ("GET", "/desk/alerts", "alerts", alert_pages.alerts),
    ("POST", "/desk/alerts/email", "alerts_email", alert_pages.alerts_email),
    ("POST", "/desk/alerts/telegram", "alerts_telegram", alert_pages.alerts_telegram),
    ("POST", "/desk/alerts/end", "alerts_ended", alert_pages.alerts_ended),
    ("GET", _CASE, "case", case_page.case),
    ("POST", f"{_CASE}/take", "case_taken", case_move_pages.case_taken),
    ("POST", f"{_CASE}/hand-over", "case_handed_over", case_move_pages.case_handed_over),
    ("POST", f"{_CASE}/note", "case_noted", case_move_pages.case_noted),
    ("POST", f"{_CASE}/level", "case_level", case_move_pages.case_level),
    ("POST", f"{_CASE}/close", "case_closed", case_move_pages.case_closed),
    ("POST", f"{_CASE}/reopen", "case_reopened", case_move_pages.case_reopened),
    ("POST", f"{_CASE}/undo", "case_undone", case_move_pages.case_undone),
    ("GET", f"{_OF_ONE}/results", "results", results_page.results),
    ("POST", f"{_OF_ONE}/letter", "letter", results_page.letter),
    ("POST", f"{_OF_ONE}/data", "data", results_page.data),
    ("GET", "/desk/record", "record", record_page.record),
    ("GET", "/desk/new", "new_consultation", adding_pages.new_consultation),
    ("POST", "/desk/new", "new_checked", adding_pages.new_checked),
    ("POST", "/desk/new/copy", "copied", adding_pages.copied),
    ("GET", f"{_OF_ONE}/running", "running", running_page.running),
    ("POST", f"{_OF_ONE}/open", "opened", running_page.opened),
    ("POST", f"{_OF_ONE}/close", "closed", running_page.closed),
    ("GET", f"{_OF_ONE}/preview", "preview", words_pages.preview),
    ("GET", f"{_OF_ONE}/words", "words", words_pages.words),
    ("POST", f"{_OF_ONE}/words", "words_changed", words_pages.words_changed),
    ("GET", f"{_OF_ONE}/share", "share", share_pages.share),
    ("POST", f"{_OF_ONE}/poster", "poster_made", share_pages.poster_made),
    ("POST", f"{_OF_ONE}/codes", "group_code_made", share_pages.group_code_made),
    ("POST", f"{_OF_ONE}/codes/sheet", "group_sheet_made", share_pages.group_sheet_made),
    ("GET", "/desk/static/{file}", "static", static),
)


def desk_routes(
    store: Store,
    *,
    clock: Callable[[], datetime],
    chance: Callable[[int], bytes],
    web_address: str,
    downloads: Downloads,
    feel: Callable[[str], Awaitable[Feeling]],
    hear: Hear = heard_by_rules,
    trouble: Callable[[], str],
    coding: BackgroundCoding,
    adjust: Callable[[], Awaitable[None]],
    door_rows: Mapping[str, str],
    targets: Targets = TARGETS,
    mail: SendsMail | None = None,
    telegram: bool = False,
    retention: Retention = Retention(),  # noqa: B008  nothing changes it
) -> list[BaseRoute]:
    """The desk's pages, all under /desk; the last route answers every other address and method there.

    `clock` gives the time in UTC, `chance` that many random bytes; `web_address` is where people
    reach the service: over https its cookie is for https only, and forms may come from there.
    `feel` tells the feeling of a redacted text; `hear` redacts and screens what a moderator writes;
    `trouble` says why texts are heard by rules alone, if they are;
    `coding` is what codes in the background; `adjust` teaches screening what people said of worries;
    `door_rows` are the words of each door's row in figures, by its name; `targets` say until when worries are to be
    taken in hand. Leads can be told by `mail`, and on Telegram where that door is open. `retention` says what
    ends when, for whoever closes a consultation.
    """
    desk = Desk(
        store,
        clock=clock,
        chance=chance,
        web_address=web_address,
        downloads=downloads,
        feel=feel,
        hear=hear,
        trouble=trouble,
        coding=coding,
        adjust=adjust,
        door_rows=door_rows,
        targets=targets,
        mail=mail,
        telegram=telegram,
        retention=retention,
    )
    return [
        *(Route(path, guarded(desk, name, page), methods=[method], name=name) for method, path, name, page in _PAGES),
        Route("/desk/{rest:path}", guarded(desk, "missing", missing), methods=list(_ANY), name="missing"),
    ]
