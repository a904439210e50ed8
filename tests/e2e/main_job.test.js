/** The main job in Chromium's side panel, in each helpdesk. */
import { start as startDjango } from "../desks/django.js";
import { start as startTracker } from "../desks/rt.js";
import { launch } from "./browser.js";
import { mainJob } from "./main_job.js";

mainJob({ name: "django-helpdesk", start: startDjango, launch });
mainJob({ name: "Request Tracker", start: startTracker, launch });
