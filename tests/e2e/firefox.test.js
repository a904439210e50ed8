/** What is the same in each browser, in Firefox's sidebar. The engine is the same, so a few tickets are enough. */
import { start as startDjango } from "../desks/django.js";
import { start as startTracker } from "../desks/rt.js";
import { launchFirefox } from "./firefox.js";
import { mainJob } from "./main_job.js";
import { evidenceBothWays } from "./marks.js";
import { rightTicket } from "./right_ticket.js";

const keys = ["legal_threat", "where_is_order", "return_day_27", "german", "vip_directory", "html_mail"];

mainJob({ name: "django-helpdesk in Firefox", start: startDjango, launch: launchFirefox, keys });
mainJob({ name: "Request Tracker in Firefox", start: startTracker, launch: launchFirefox, keys });
evidenceBothWays({ name: "Request Tracker in Firefox", start: startTracker, launch: launchFirefox });
rightTicket({ name: "Firefox", launch: launchFirefox });
