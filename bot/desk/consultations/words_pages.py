"""The words of a consultation: changed in a form, question by question, and seen as on a phone."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError
from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go
from conversations.asking.consultation.model import IN_A_FILE, Consultation
from storage.consultations import HeldConsultation
from storage.errors import StoreError

_OF_A_QUESTION = ("text", "then_say", "why")


async def preview(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    return desk.page(visit, "running/preview.html", held=held, text=held.latest)


async def words(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    return _form(desk, visit, held, {})


def _form(
    desk: Desk, visit: Visit, held: HeldConsultation, wrong: Mapping[str, str], status: int = 200, *, said: str = ""
) -> Response:
    return desk.page(
        visit, "running/words.html", status, held=held, text=held.latest, typed=visit.form, wrong=wrong, said=said
    )


async def words_changed(desk: Desk, visit: Visit) -> Response:
    """Keeps them as a new version; what was answered before stays under the words that it answered."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    if held.status not in ("draft", "open"):
        return _form(desk, visit, held, {}, 409, said="It is closed: its words stay as they were.")
    if visit.form.get("version") != str(held.latest.version):
        said = "Somebody else changed the words meanwhile. Look at what they are now, and press again to keep yours."
        return _form(desk, visit, held, {}, 409, said=said)
    data = with_words(held.latest, visit.form)
    if data == held.latest.model_dump(mode="json"):
        return _form(desk, visit, held, {}, 400, said="No word is changed.")
    try:
        made = Consultation.model_validate({**data, "version": held.latest.version + 1}, context=IN_A_FILE)
    except ValidationError as error:
        wrong = {_field(one["loc"], data): _plain(one["type"], one["msg"]) for one in error.errors()}
        return _form(desk, visit, held, wrong, 400, said="Nothing was kept yet. Mend what is marked.")
    try:
        await desk.store.consultations.add(made)
    except StoreError as error:
        return _form(desk, visit, held, {}, 409, said=f"Nothing was kept: {error}.")
    await desk.store.audit.note("words changed", by=visit.name, detail=f"{held.id} version {made.version}")
    return go(f"/desk/c/{held.id}/running?did=words")


def with_words(text: Consultation, typed: Mapping[str, str]) -> dict[str, Any]:
    """The consultation's parts with the words of the form in them. Fields are named title, about, HOME.text,
    HOME.then_say, HOME.why and HOME.option.yes; what the form does not have stays."""
    data = text.model_dump(mode="json")
    for name in ("title", "about"):
        data[name] = _one_line(typed.get(name, data[name]))
    for question in _questions(data):
        for name in _OF_A_QUESTION:
            if question[name] is not None:
                question[name] = _one_line(typed.get(f"{question['id']}.{name}", question[name]))
        for option in question["options"]:
            option["text"] = _one_line(typed.get(f"{question['id']}.option.{option['id']}", option["text"]))
    return data


def _questions(data: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    return [*data["questions"], *data["about_you"]]


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _field(place: tuple[int | str, ...], data: Mapping[str, Any]) -> str:
    """The name of the form's field that an error is about; "" where it is about none."""
    if len(place) == 1:
        return str(place[0])
    if len(place) < 3 or not isinstance(place[1], int):
        return ""
    question = data[str(place[0])][place[1]]
    if place[2] == "options" and len(place) > 3 and isinstance(place[3], int):
        return f"{question['id']}.option.{question['options'][place[3]]['id']}"
    return f"{question['id']}.{place[2]}"


def _plain(kind: str, message: str) -> str:
    return {
        "string_too_short": "Write some words here.",
        "string_too_long": "Use no more than 300 letters.",
    }.get(kind, message.removeprefix("Value error, "))
