"""Delivers a raw mail to a queue by the code that django-helpdesk's mailbox reader uses."""
import logging

from helpdesk.email import extract_email_metadata
from helpdesk.models import Queue

logger = logging.getLogger("desk.mail")


def deliver(raw, queue_slug):
    """Deliver `raw` (an RFC 5322 message as text); returns the ticket it made or joined."""
    return extract_email_metadata(raw, Queue.objects.get(slug=queue_slug), logger)
