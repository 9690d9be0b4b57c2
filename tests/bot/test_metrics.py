"""The figures say how the service does and nothing about anybody, and only to those who may ask."""

from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.known_doors import DOORS
from bot.metrics import OUTBOX_STEP, STEP, Metrics, Outcome, metrics_routes
from bot.telegram import TELEGRAM
from bot.web import WEB
from storage.errors import StoreError
from storage.maintenance import Measured
from tests.storage.stored import NOW


@dataclass
class FakeStore:
    kept: Measured = field(default_factory=lambda: Measured(0, None, 0))
    works: bool = True

    async def check(self) -> None:
        if not self.works:
            raise StoreError("the disk is full")

    async def measured(self) -> Measured:
        return self.kept


@dataclass
class Timer:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
def metrics(timer: Timer) -> Metrics:
    return Metrics(timer, doors=[door.name for door in DOORS])


async def figures(metrics: Metrics, store: FakeStore | None = None) -> dict[str, float]:
    """Every figure by its name and labels."""
    text = (await metrics.shown(store or FakeStore(), NOW)).decode()
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def take(metrics: Metrics, count: int, door: str = WEB.name, outcome: Outcome = Outcome.TAKEN) -> None:
    for _ in range(count):
        metrics.turn(door, outcome, metrics.timer())


async def test_turns_are_counted_by_door_and_outcome(metrics: Metrics) -> None:
    take(metrics, 2 * STEP)
    take(metrics, STEP, TELEGRAM.name)
    take(metrics, STEP, TELEGRAM.name, Outcome.REPEATED)
    found = await figures(metrics)
    assert found["earshot_turns_total web taken"] == 2 * STEP
    assert found["earshot_turns_total telegram taken"] == STEP
    assert found["earshot_turns_total telegram repeated"] == STEP
    assert found["earshot_turns_total web repeated"] == 0


async def test_one_persons_whole_way_moves_no_figure(metrics: Metrics) -> None:
    before = await figures(metrics)
    take(metrics, 25)
    store = FakeStore(Measured(waiting=3, oldest=NOW - timedelta(seconds=30), dead_letters=0))
    assert await figures(metrics, store) == before


@pytest.mark.parametrize("count", [0, 1, STEP - 1, STEP, STEP + 1, 3 * STEP + 7])
async def test_every_figure_of_turns_that_went_well_is_a_multiple_of_the_step(metrics: Metrics, count: int) -> None:
    take(metrics, count)
    shown = [value for name, value in (await figures(metrics)).items() if name.startswith("earshot_turn")]
    assert shown
    assert not any(value % STEP for value in shown)


@pytest.mark.parametrize("outcome", [Outcome.NOT_KEPT, Outcome.SLOWED])
async def test_what_goes_wrong_is_seen_at_once(metrics: Metrics, outcome: Outcome) -> None:
    take(metrics, 1, outcome=outcome)
    assert (await figures(metrics))[f"earshot_turns_total web {outcome.value}"] == 1


async def test_the_times_of_turns_are_shown(metrics: Metrics, timer: Timer) -> None:
    for seconds, count in ((0.02, STEP), (0.3, STEP), (60.0, STEP)):
        for _ in range(count):
            metrics.turn(WEB.name, Outcome.TAKEN, timer() - seconds)
    found = await figures(metrics)
    shown = {name.split()[1]: found[name] for name in found if name.startswith("earshot_turn_seconds")}
    assert (shown["0.01"], shown["0.025"], shown["0.25"], shown["0.5"]) == (0, STEP, STEP, 2 * STEP)
    assert (shown["10.0"], shown["+Inf"]) == (2 * STEP, 3 * STEP)


async def test_the_outbox_the_dead_letters_and_what_was_dropped_are_shown(metrics: Metrics) -> None:
    metrics.dropped(3)
    kept = Measured(waiting=2 * OUTBOX_STEP + 1, oldest=NOW - timedelta(minutes=7, seconds=59), dead_letters=4)
    found = await figures(metrics, FakeStore(kept))
    assert found["earshot_outbox_waiting"] == 2 * OUTBOX_STEP
    assert found["earshot_outbox_oldest_minutes"] == 7
    assert found["earshot_dead_letters"] == 4
    assert found["earshot_replies_dropped_total"] == 3
    assert found["earshot_store_up"] == 1


async def test_a_store_that_fails_is_seen_and_the_rest_still_shown(metrics: Metrics) -> None:
    take(metrics, 1, outcome=Outcome.NOT_KEPT)
    found = await figures(metrics, FakeStore(works=False))
    assert found["earshot_store_up"] == 0
    assert found["earshot_turns_total web not_kept"] == 1
    assert "earshot_outbox_waiting" not in found


async def test_no_label_and_no_name_tells_of_a_person_a_consultation_or_a_flag(metrics: Metrics) -> None:
    text = (await metrics.shown(FakeStore(), NOW)).decode()
    labels = {
        (name, value)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for name, value in sample.labels.items()
    }
    assert {name for name, _ in labels} == {"door", "outcome", "le"}
    assert {value for name, value in labels if name == "door"} == {door.name for door in DOORS}
    assert "flag" not in text
    assert "created" not in text


async def test_each_service_has_figures_of_its_own(metrics: Metrics) -> None:
    take(metrics, STEP)
    assert (await figures(Metrics(doors=[WEB.name])))["earshot_turns_total web taken"] == 0


# -------------------------------------------------------------------------------------------------------- who may ask

TOKEN = "a-long-token-that-nobody-guesses"


async def asked(
    token: str = "",
    public_url: str = "",
    client: str | None = "127.0.0.1",
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    routes = metrics_routes(Metrics(), FakeStore(), clock=lambda: NOW, token=SecretStr(token), public_url=public_url)
    transport = httpx.ASGITransport(Starlette(routes=routes), client=(client, 1) if client else None)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://earshot") as session:
        return await session.get("/metrics", headers=headers)


def _with_token(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("public_url", ["", "http://127.0.0.1:8080", "http://localhost:8080/", "http://[::1]:8080"])
async def test_this_machine_may_ask_without_a_token(client: str, public_url: str) -> None:
    answer = await asked(client=client, public_url=public_url)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "earshot_store_up 1.0" in answer.text


@pytest.mark.parametrize("client", ["192.168.1.7", "10.0.0.1", "203.0.113.9", "::ffff:192.168.1.7", "testclient", None])
async def test_nobody_else_may(client: str | None) -> None:
    answer = await asked(client=client)
    assert answer.status_code == 403
    assert "earshot_store_up" not in answer.text


async def test_behind_a_public_address_everybody_seems_to_be_here_so_a_token_is_needed() -> None:
    public = "https://earshot.example.org"
    assert (await asked(public_url=public)).status_code == 403
    assert (await asked(TOKEN, public)).status_code == 401
    assert (await asked(TOKEN, public, headers=_with_token(TOKEN))).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
async def test_what_a_proxy_passes_on_is_not_from_here_whatever_it_says(header: str) -> None:
    assert (await asked(headers={header: "127.0.0.1"})).status_code == 403
    assert (await asked(TOKEN, headers={header: "127.0.0.1", **_with_token(TOKEN)})).status_code == 200


WRONG: list[dict[str, str]] = [
    {},
    *(_with_token(wrong) for wrong in ("", "x", TOKEN[:-1], f"{TOKEN}x", TOKEN.upper(), "é")),
    {"Authorization": TOKEN},
    {"Authorization": f"Basic {TOKEN}"},
]


@pytest.mark.parametrize("headers", WRONG, ids=str)
async def test_with_a_token_set_only_the_right_one_opens_also_here(headers: dict[str, str]) -> None:
    encoded = {name: value.encode("latin-1") for name, value in headers.items()}
    answer = await asked(TOKEN, headers=encoded)  # type: ignore[arg-type]
    assert answer.status_code == 401
    assert "earshot_store_up" not in answer.text
