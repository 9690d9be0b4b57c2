"""GOV.UK Notify, by its own client, where a council sends its e-mail with it."""

import importlib.util
import logging
from dataclasses import dataclass, field

NOTIFY = "https://api.notifications.service.gov.uk"
WAITS = 20
"""Seconds that it may take for an answer."""

# It logs what it was refused for, and a later version may name who it was for.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


def client_is_here() -> bool:
    """Whether its client is installed."""
    return importlib.util.find_spec("notifications_python_client") is not None


@dataclass(frozen=True, slots=True)
class NotifyServer:
    """`key`: an API key of the service. `template`: the id of an e-mail template with ((subject)) and ((message))."""

    key: str = field(repr=False)
    template: str
    api: str = NOTIFY

    def send(self, to: str, subject: str, words: str) -> None:
        """Waits for Notify: call it from a thread. Raises OSError where it was not taken."""
        # Half a second that only those who use it need.
        from notifications_python_client.errors import APIError  # noqa: PLC0415
        from notifications_python_client.notifications import NotificationsAPIClient  # noqa: PLC0415

        # Not safe between threads, so each message has its own.
        client = NotificationsAPIClient(self.key, base_url=self.api, timeout=WAITS)
        said = {"subject": subject, "message": words}
        try:
            client.send_email_notification(email_address=to, template_id=self.template, personalisation=said)
        except APIError as error:
            raise OSError("GOV.UK Notify did not take it") from error
        finally:
            client.request_session.close()
