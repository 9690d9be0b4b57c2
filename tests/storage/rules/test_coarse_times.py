"""How exact a time is kept."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from storage.rules.coarse_times import day, exact, hour, of_audit, of_flag, step

AT = datetime(2026, 3, 2, 9, 37, 41, 123456, tzinfo=UTC)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=11))])
def test_times_are_of_utc_wherever_they_come_from(zone: timezone) -> None:
    at = AT.astimezone(zone)
    assert step(at) == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert (day(at), hour(at), exact(at)) == ("2026-03-02", "2026-03-02T09", "2026-03-02T09:37:41.123456+00:00")


@pytest.mark.parametrize(
    ("action", "detail", "kept"),
    [
        ("signed in", "", "2026-03-02T09:37:41.123456+00:00"),
        ("signed out", "", "2026-03-02T09:37:41.123456+00:00"),
        ("answer approved", "0f" * 16, "2026-03-02"),
        ("answer coded", "care home", "2026-03-02"),
        ("decision taken back", "0f" * 16, "2026-03-02"),
        ("flag closed", "7: right", "2026-03-02"),
        ("something of a later version", f"about {'0f' * 16}", "2026-03-02"),
        ("letter", "care md", "2026-03-02T09:30:00.000000+00:00"),
        ("consultation opened", "care", "2026-03-02T09:30:00.000000+00:00"),
    ],
)
def test_exact_are_sign_ins_alone_and_what_names_an_answer_has_a_day(action: str, detail: str, kept: str) -> None:
    assert of_audit(action, detail, AT) == kept


@pytest.mark.parametrize(
    ("status", "exactly"), [("draft", True), ("open", True), (None, True), ("closed", False), ("published", False)]
)
def test_a_flag_has_its_moment_while_its_consultation_runs_and_then_an_hour(status: str | None, exactly: bool) -> None:
    assert of_flag(status, AT) == (exact(AT) if exactly else hour(AT))
