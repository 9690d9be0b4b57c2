"""GOV.UK Notify, by its own client, against an API of the tests."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from bot.alerts.notify_server import NotifyServer

KEY = "earshot-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"


class Api:
    def __init__(self) -> None:
        self.came: list[dict[str, Any]] = []
        self.refuses = False


@pytest.fixture
def notify() -> Iterator[tuple[Api, NotifyServer]]:
    pytest.importorskip("notifications_python_client", reason="`make setup` installs it")
    api = Api()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            api.came.append({"path": self.path, **body})
            self.send_response(400 if api.refuses else 201)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    running.start()
    yield api, NotifyServer(KEY, "a-template", f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    running.join()
    server.server_close()


def test_a_message_goes_out_by_its_template(notify: tuple[Api, NotifyServer]) -> None:
    api, server = notify
    server.send("lee@council.example", "A subject", "The words")
    assert api.came == [
        {
            "path": "/v2/notifications/email",
            "email_address": "lee@council.example",
            "template_id": "a-template",
            "personalisation": {"subject": "A subject", "message": "The words"},
        }
    ]


def test_what_it_refuses_is_an_error_as_of_any_mail_server(notify: tuple[Api, NotifyServer]) -> None:
    api, server = notify
    api.refuses = True
    with pytest.raises(OSError, match="did not take it"):
        server.send("lee@council.example", "A subject", "The words")


def test_its_key_is_shown_nowhere() -> None:
    assert KEY not in repr(NotifyServer(KEY, "a-template"))
