"""What is printed of a consultation: its address as a QR code, a poster for a wall, a sheet for a group's worker."""

import io
from collections.abc import Mapping
from importlib.resources import files

import segno
import typst

from conversations.asking.locales.dates import plain_days
from storage.consultations import HeldConsultation

TRIAL = "TRIAL. This is only to try it out. Answers are deleted."


def chat_address(web_address: str, identifier: str) -> str:
    """Where young people take part; it holds no code."""
    return f"{web_address.rstrip('/')}/c/{identifier}"


def qr_code(address: str) -> str:
    """A QR code as SVG that stands in a page or on paper, without a size of its own. A printed one still works with a
    quarter of it torn off."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, light="#ffffff", nl=False
    )
    return out.getvalue().decode()


def poster(held: HeldConsultation, web_address: str, *, organisation: str, contact: str) -> bytes:
    """An A4 page as PDF. Takes about a second: call it in a thread. `organisation` and `contact` may be empty."""
    address = chat_address(web_address, held.id)
    return _made(held, address, {"kind": "poster", "by": organisation, "contact": contact, "qr": qr_code(address)})


def group_sheet(held: HeldConsultation, web_address: str, *, group: str, code: str) -> bytes:
    """What a worker needs to take part with a group of children under 13, as PDF; the only paper with a code on it."""
    address = chat_address(web_address, held.id)
    return _made(held, address, {"kind": "sheet", "by": "", "contact": "", "group": group, "code": code})


def _made(held: HeldConsultation, address: str, more: Mapping[str, str]) -> bytes:
    page = (files(__package__) / "poster.typ").read_bytes()
    days = f"Open from {plain_days(held.opens, held.closes)}." if held.opens and held.closes else ""
    says = {
        "title": held.latest.title,
        "about": held.latest.about,
        "address": address,
        "days": days,
        "trial": TRIAL if held.trial else "",
        **more,
    }
    return bytes(typst.compile(page, format="pdf", sys_inputs=says, ignore_system_fonts=True))
