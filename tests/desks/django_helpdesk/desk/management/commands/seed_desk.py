"""`manage.py seed_desk stories.json`: fills an empty desk with the sample tickets.

Customers' mails go through the desk's own mail code and agents' answers through its own
ticket update, so that the rows are such as a real desk has; only their times are set
afterwards. Prints one JSON object: story key -> ticket number.
"""
import json
from datetime import datetime
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import slugify
from helpdesk.models import CustomField, FollowUp, KBCategory, KBItem, Queue, Ticket
from helpdesk.update_ticket import update_ticket

from desk.mail import deliver

STATUSES = {"open": Ticket.OPEN_STATUS, "resolved": Ticket.RESOLVED_STATUS, "closed": Ticket.CLOSED_STATUS}


class Command(BaseCommand):
    help = "Fill an empty desk with the sample tickets"

    def add_arguments(self, parser):
        parser.add_argument("stories", help="file written by stories.js")

    @transaction.atomic
    def handle(self, *args, stories, **options):
        data = json.loads(Path(stories).read_text(encoding="utf-8"))
        self.staff = {account["name"]: self.account(account) for account in data["accounts"]}
        for queue in data["queues"]:
            Queue.objects.create(
                title=queue["title"],
                slug=queue["slug"],
                email_address=queue["email"],
                allow_email_submission=True,
                email_box_type="local",
            )
        for order, field in enumerate(data["fields"]):
            CustomField.objects.create(
                name=field["name"],
                label=field["label"],
                data_type={"date": "date", "text": "varchar"}[field["type"]],
                max_length=200,
                ordering=order,
                required=False,
                staff_only=True,
            )
        for article in data["articles"]:
            name = article["category"]
            category, _ = KBCategory.objects.get_or_create(name=name, title=name, slug=slugify(name), public=True)
            KBItem.objects.create(
                category=category, title=article["title"], question=article["question"], answer=article["answer"]
            )
        numbers = {story["key"]: self.ticket(story).pk for story in data["tickets"]}
        self.stdout.write(json.dumps(numbers))

    def account(self, account):
        return get_user_model().objects.create_user(
            account["name"],
            account["email"],
            account["password"],
            first_name=account["first_name"],
            last_name=account["last_name"],
            is_staff=account["staff"],
        )

    def ticket(self, story):
        ticket = None
        for message in story["messages"]:
            before = set(FollowUp.objects.values_list("pk", flat=True))
            ticket = self.message(story, ticket, message)
            at = datetime.fromisoformat(message["at"])
            FollowUp.objects.exclude(pk__in=before).update(date=at)
        times = [datetime.fromisoformat(message["at"]) for message in story["messages"]]
        for name, value in story["fields"].items():
            ticket.ticketcustomfieldvalue_set.create(field=CustomField.objects.get(name=name), value=value)
        if story["status"] != "open":
            update_ticket(self.staff["agent"], ticket, comment="", public=False, new_status=STATUSES[story["status"]])
            FollowUp.objects.filter(pk=ticket.followup_set.latest("pk").pk).update(date=times[-1])
        Ticket.objects.filter(pk=ticket.pk).update(created=times[0], modified=times[-1])
        return ticket

    def message(self, story, ticket, message):
        if "mail" in message:
            raw = message["mail"]
            if ticket is not None:
                raw = raw.replace("{ticket}", f"[{ticket.queue.slug}-{ticket.pk}]")
            return deliver(raw.replace("{ticket} ", ""), story["queue"])
        user = self.staff[message["account"]]
        if ticket is None:
            ticket = Ticket.objects.create(
                title=story["subject"],
                queue=Queue.objects.get(slug=story["queue"]),
                submitter_email=story["requester"]["email"],
                description=message["text"],
                status=Ticket.OPEN_STATUS,
            )
            # As the form for agents does it: the first text stands twice.
            ticket.followup_set.create(
                title="Ticket Opened", comment=message["text"], public=message["public"], user=user
            )
            return ticket
        update_ticket(user, ticket, title=ticket.title, comment=message["text"], public=message["public"])
        return Ticket.objects.get(pk=ticket.pk)
