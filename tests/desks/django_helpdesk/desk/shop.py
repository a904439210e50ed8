"""A small order service of the shop that runs this desk, on the desk's own origin.

What it answers stands in ../../README.md. It is asked by the look-up that a lead configures.
"""
import time
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse

# Longer than the panel waits for a look-up.
SLOW_SECONDS = 8


def _order(number, state, days_ago, lines, buyer):
    shipped = state == "delivered"
    today = date.today()
    return {
        "key": 90000 + int(number.split("-")[1]),
        "number": number,
        "state": state,
        "buyer": {"mail": buyer},
        "ordered": (today - timedelta(days=days_ago + 4)).isoformat(),
        "shipping": {"arrived": (today - timedelta(days=days_ago)).isoformat() if shipped else None, "to": "US"},
        "sum": {"amount": "139.00", "currency": "USD"},
        "lines": [{"title": title, "kind": kind, "sale": sale} for title, kind, sale in lines],
    }


@login_required
def order(request, number):
    if number == "AH-20066":
        time.sleep(SLOW_SECONDS)
    if number == "AH-20377":
        return HttpResponse("the shop is down", status=500)
    if number == "AH-20111":
        return HttpResponseRedirect("https://orders.example.net/AH-20111")
    if number == "AH-20555":
        return JsonResponse({"number": number, "state": "new"})
    known = {
        "AH-20502": _order("AH-20502", "processing", 0, [("Linen curtain", "textiles", False)], "priya.raman@example.org"),
        "AH-19902": _order("AH-19902", "delivered", 27, [("Wool blanket", "textiles", True)], "lena.kowalska@example.net"),
        "AH-20290": _order("AH-20290", "delivered", 6, [("Rug", "textiles", False)], "someone.else@example.net"),
    }
    if number not in known:
        raise Http404("no such order")
    return JsonResponse({"order": known[number]})
