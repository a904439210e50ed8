/** Evidence both ways in Chromium, in each helpdesk. */
import { start as startDjango } from "../desks/django.js";
import { start as startTracker } from "../desks/rt.js";
import { launch } from "./browser.js";
import { evidenceBothWays } from "./marks.js";

evidenceBothWays({ name: "django-helpdesk", start: startDjango, launch });
evidenceBothWays({ name: "Request Tracker", start: startTracker, launch });
