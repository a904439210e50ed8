"""`manage.py receive_mail QUEUE < message.eml`: a mail arrives at the desk."""
import sys

from django.core.management.base import BaseCommand

from desk.mail import deliver


class Command(BaseCommand):
    help = "Deliver the mail on standard input to a queue; prints the ticket's number"

    def add_arguments(self, parser):
        parser.add_argument("queue", help="slug of the queue")

    def handle(self, *args, queue, **options):
        self.stdout.write(str(deliver(sys.stdin.read(), queue).pk))
