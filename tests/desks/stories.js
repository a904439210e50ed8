/**
 * The sample tickets: the same stories for every desk, told relative to a day, so that
 * "delivered 27 days ago" stays true. `expect` says what an agent should be told; the
 * end-to-end tests read it, no product code does.
 */
import { mail } from "./mail.js";

/**
 * @typedef {object} Expectation
 * @property {string[]} [intent] intents that are right for the ticket; one of them has to be shown
 * @property {Record<string, string>} [escalate] trigger kind -> words of the ticket that are its evidence
 * @property {string[]} [notice] trigger kinds that show at least as a notice
 * @property {string[]} [quiet] trigger kinds that do not fire at `escalate`
 * @property {Record<string, string>} [policy] status that a policy's flag must show, by a word of the policy's id
 * @property {string} [article] id of an article that must be offered
 * @property {string} [language] language code
 *
 * @typedef {object} Message
 * @property {"customer" | "agent" | "assistant"} from who wrote it
 * @property {number} hours how many hours ago
 * @property {string} text plain text; `{date:-12}` becomes the day 12 days ago
 * @property {string} [html] HTML alternative of a mail
 * @property {boolean} [html_only] the mail has no plain text part
 * @property {boolean} [internal] a note that the customer does not see
 * @property {"account" | "mail"} [by] how the assistant answers; an account of its own unless said
 *
 * @typedef {object} Story
 * @property {string} key
 * @property {string} queue slug
 * @property {{name: string, email: string}} requester
 * @property {string} subject
 * @property {Record<string, string>} [fields] `+N`/`-N` in `delivered_on` is a day relative to today
 * @property {"open" | "resolved"} [status]
 * @property {Message[]} messages
 * @property {Expectation} [expect]
 */

/** Addresses of the desk itself. */
export const DESK = { orders: "orders@example.com", restricted: "staff-matters@example.com", assistant: "assistant@example.com" };

/** Accounts for the loopback desk alone; `visitor` may log in and may see no ticket. */
export const ACCOUNTS = [
  { name: "agent", password: "agent-of-the-sample-desk", email: "agent@example.com", first_name: "Robin", last_name: "Hale", staff: true },
  { name: "assistant", password: "assistant-of-the-sample-desk", email: "helper-account@example.com", first_name: "Alder", last_name: "Assistant", staff: true },
  { name: "visitor", password: "visitor-of-the-sample-desk", email: "visitor@example.com", first_name: "Vic", last_name: "Orr", staff: false },
];

export const QUEUES = [{ title: "Orders", slug: "orders", email: DESK.orders }];

/** Custom fields of a ticket; Request Tracker shows them by `label`, django-helpdesk's API by `custom_<name>`. */
export const FIELDS = [
  { name: "order_number", label: "Order number", type: "text" },
  { name: "order_total", label: "Order total", type: "text" },
  { name: "delivered_on", label: "Delivered on", type: "date" },
];

/** @type {Story[]} */
const STORIES = [
  {
    key: "plain_question",
    queue: "orders",
    requester: { name: "Tomas Brandt", email: "tomas.brandt@example.org" },
    subject: "Which bulb for the Lumen floor lamp?",
    messages: [
      {
        from: "customer",
        hours: 5,
        text: "Hi there,\n\ncould you tell me which bulb fits the Lumen floor lamp, E14 or E27? And is it dimmable with a normal wall dimmer?\n\nThanks\nTomas",
      },
    ],
    expect: { intent: ["product_question"], quiet: ["frustration", "legal_language", "product_harm", "amount_threshold", "vip"], article: "lamp-bulbs", language: "en" },
  },
  {
    key: "where_is_order",
    queue: "orders",
    requester: { name: "Aisha Noor", email: "aisha.noor@example.net" },
    subject: "Order AH-20418 - when will it arrive?",
    fields: { order_number: "AH-20418", order_total: "64.90 USD" },
    messages: [
      {
        from: "customer",
        hours: 30,
        text: "Hello,\n\nI ordered two linen cushions (order AH-20418) on {date:-9}. The tracking page has said \"in transit\" for five days now. Can you check where my parcel is and when it will be delivered?\n\nKind regards,\nAisha Noor",
      },
      { from: "agent", hours: 27, internal: true, text: "Asked the carrier for a scan, case 7731." },
    ],
    expect: { intent: ["order_status", "delivery_problem"], quiet: ["frustration", "legal_language", "human_requested", "vip"], article: "delivery-times" },
  },
  {
    key: "angry",
    queue: "orders",
    requester: { name: "Marcus Webb", email: "m.webb@example.org" },
    subject: "Still waiting for my wardrobe",
    fields: { order_number: "AH-19877", order_total: "189.00 USD" },
    messages: [
      { from: "customer", hours: 170, text: "My wardrobe (AH-19877) should have been here on Monday. Where is it?" },
      { from: "agent", hours: 165, text: "Hi Marcus, sorry about the wait. The carrier lost one of the two boxes, a new one leaves our warehouse tomorrow." },
      {
        from: "customer",
        hours: 3,
        text: "This is absolutely ridiculous. I have waited three weeks, taken two days off work for deliveries that never came, and every time somebody here promises me \"tomorrow\". I am furious and sick of your empty promises. This is the worst service I have ever had.",
      },
    ],
    expect: { intent: ["complaint_service", "delivery_problem"], escalate: { frustration: "ridiculous" }, quiet: ["legal_language", "product_harm"] },
  },
  {
    key: "legal_threat",
    queue: "orders",
    requester: { name: "Helen Pryce", email: "helen.pryce@example.net" },
    subject: "Final notice regarding order AH-18233",
    fields: { order_number: "AH-18233", order_total: "152.50 USD", delivered_on: "-61" },
    messages: [
      { from: "customer", hours: 240, text: "The shelf you sent me collapsed after a month. I asked for my money back on the phone and was told no." },
      { from: "agent", hours: 236, text: "Hello Helen, thank you for writing. Could you send us a photo of the shelf and of the wall fixings?" },
      {
        from: "customer",
        hours: 6,
        text: "I have sent the photos twice. If I do not have a refund in my account within seven days, my solicitor will file a claim in the small claims court and I will report you to trading standards.\n\nHelen Pryce",
      },
    ],
    expect: { intent: ["legal_or_claim", "refund_request"], escalate: { legal_language: "solicitor" }, quiet: ["product_harm", "vip"] },
  },
  {
    key: "vip_directory",
    queue: "orders",
    requester: { name: "Priya Raman", email: "priya.raman@example.org" },
    subject: "Change of delivery address",
    fields: { order_number: "AH-20502", order_total: "139.00 USD" },
    messages: [
      {
        from: "customer",
        hours: 2,
        text: "Good morning,\n\nI have just moved. Could you send order AH-20502 to 14 Quay Street instead of the old address? It has not been shipped yet according to the website.\n\nBest\nPriya",
      },
    ],
    expect: { intent: ["address_change"], escalate: { vip: "platinum" }, quiet: ["frustration", "legal_language"] },
  },
  {
    key: "third_contact",
    queue: "orders",
    requester: { name: "Jonas Lindqvist", email: "jonas.lindqvist@example.net" },
    subject: "Discount code not accepted",
    messages: [
      { from: "customer", hours: 52, text: "The code AUTUMN15 from your newsletter is not accepted in the basket." },
      { from: "assistant", hours: 51.9, text: "Thank you for writing. Please make sure that the code is typed in capital letters and that your basket is above 50 USD." },
      { from: "customer", hours: 30, text: "It is in capital letters and the basket is at 88 USD. The code AUTUMN15 still is not accepted." },
      { from: "assistant", hours: 29.9, text: "Thank you for writing. Please empty the cache of your browser and try the code again." },
      { from: "customer", hours: 4, text: "I did that as well, in two browsers. The discount code still does not work. What now?" },
    ],
    expect: { intent: ["promotion_or_credit"], escalate: { repeat_ai_contact: "" }, quiet: ["legal_language", "product_harm", "vip"] },
  },
  {
    key: "third_contact_by_mail",
    queue: "orders",
    requester: { name: "Carla Mendes", email: "carla.mendes@example.org" },
    subject: "Invoice for order AH-20111",
    fields: { order_number: "AH-20111", order_total: "78.40 USD" },
    messages: [
      { from: "customer", hours: 75, text: "Please send me the invoice for order AH-20111, I need it with my company's VAT number." },
      { from: "assistant", by: "mail", hours: 74.9, text: "Your invoices are in your account under Orders." },
      { from: "customer", hours: 50, text: "The invoice there is without the VAT number. Please send the invoice for AH-20111 with it." },
      { from: "assistant", by: "mail", hours: 49.9, text: "You can enter a VAT number in your account before you order." },
      { from: "customer", hours: 7, text: "The order is already paid, so that is no help. I still need the invoice for AH-20111 with our VAT number." },
    ],
    expect: { intent: ["invoice_request"], escalate: { repeat_ai_contact: "" }, quiet: ["legal_language", "vip"] },
  },
  {
    key: "german",
    queue: "orders",
    requester: { name: "Katrin Vogel", email: "katrin.vogel@example.net" },
    subject: "Lieferung beschädigt",
    fields: { order_number: "AH-20377", order_total: "94.00 EUR", delivered_on: "-2" },
    messages: [
      {
        from: "customer",
        hours: 20,
        text: "Guten Tag,\n\ndie Stehlampe aus meiner Bestellung AH-20377 ist heute mit einem gebrochenen Schirm angekommen. Der Karton war an einer Ecke eingedrückt. Bitte schicken Sie mir einen Ersatz für den Lampenschirm oder erstatten Sie mir den Betrag.\n\nMit freundlichen Grüßen\nKatrin Vogel",
      },
    ],
    expect: { language: "de", quiet: ["vip", "legal_language"] },
  },
  {
    key: "html_mail",
    queue: "orders",
    requester: { name: "Owen Fitzgerald", email: "owen.fitz@example.org" },
    subject: "Rug - other size",
    fields: { order_number: "AH-20290", order_total: "119.00 USD", delivered_on: "-6" },
    messages: [
      { from: "customer", hours: 60, text: "The rug I got is too small for the room. Do you have it in 160 x 230?" },
      { from: "agent", hours: 55, text: "Hi Owen, we do. Should we exchange it? If this had been a matter for our lawyer I would ask for papers, but an exchange needs nothing but your word." },
      {
        from: "customer",
        hours: 1.5,
        text: [
          "Yes please, exchange it for the 160 x 230 one. How do I send the small rug back?",
          "",
          "Owen",
          "",
          "On {date:-2}, Alder Home <orders@example.com> wrote:",
          "> Hi Owen, we do. Should we exchange it? If this had been a matter for our lawyer",
          "> I would ask for papers, but an exchange needs nothing but your word.",
        ].join("\n"),
        html: [
          '<html><body><div dir="ltr">Yes please, <b>exchange it</b> for the 160&nbsp;x&nbsp;230 one. How do I send the small rug back?<br><br>Owen</div><br>',
          '<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On {date:-2}, Alder Home &lt;<a href="mailto:orders@example.com">orders@example.com</a>&gt; wrote:<br></div>',
          '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">Hi Owen, we do. Should we exchange it? If this had been a matter for our lawyer I would ask for papers, but an exchange needs nothing but your word.</blockquote></div></body></html>',
        ].join("\n"),
      },
    ],
    expect: { intent: ["exchange_request"], quiet: ["legal_language", "frustration", "vip"] },
  },
  {
    key: "product_harm",
    queue: "orders",
    requester: { name: "Dana Ilves", email: "dana.ilves@example.net" },
    subject: "Kettle",
    fields: { order_number: "AH-19954", order_total: "54.00 USD", delivered_on: "-19" },
    messages: [
      {
        from: "customer",
        hours: 9,
        text: "The lid of the kettle flew open while I was pouring and the boiling water burned my hand. I had to go to the emergency room, there are blisters on three fingers. Please tell me what you will do about this.",
      },
    ],
    expect: { intent: ["product_safety"], escalate: { product_harm: "burned" }, quiet: ["vip", "human_requested"] },
  },
  {
    key: "amount",
    queue: "orders",
    requester: { name: "Yusuf Demir", email: "yusuf.demir@example.org" },
    subject: "Refund for the cancelled table",
    fields: { order_number: "AH-20066", order_total: "449.00 USD" },
    messages: [
      {
        from: "customer",
        hours: 12,
        text: "Hello, the oak table from order AH-20066 was cancelled by you two weeks ago because it was out of stock.",
        html: "<html><body><p>Hello, the oak table from order AH-20066 was cancelled by you two weeks ago because it was out of stock.</p><p>I would like my <b>$449.00</b> back, please refund it to my card.</p><p>Yusuf Demir</p></body></html>",
        html_only: true,
      },
    ],
    expect: { intent: ["refund_request", "refund_status"], escalate: { amount_threshold: "449" }, quiet: ["legal_language", "vip", "frustration"] },
  },
  {
    key: "return_day_27",
    queue: "orders",
    requester: { name: "Lena Kowalska", email: "lena.kowalska@example.net" },
    subject: "Returning the blanket",
    fields: { order_number: "AH-19902", order_total: "59.00 USD", delivered_on: "-27" },
    messages: [
      { from: "customer", hours: 3, text: "Hi, I'd like to return the wool blanket from order AH-19902, the colour does not match our sofa. It is unused and still in the bag. How does the return work, do I get a label?\n\nLena" },
    ],
    expect: { intent: ["return_request"], quiet: ["amount_threshold", "frustration", "vip"], policy: { return: "expiring" }, article: "returns" },
  },
  {
    key: "return_too_late",
    queue: "orders",
    requester: { name: "Bruno Castelli", email: "bruno.castelli@example.org" },
    subject: "Sending back a mirror",
    fields: { order_number: "AH-19102", order_total: "85.00 USD", delivered_on: "-44" },
    messages: [{ from: "customer", hours: 15, text: "Good evening, I want to send back the round mirror of order AH-19102 as it does not fit over our sink. Please tell me where to send it." }],
    expect: { intent: ["return_request"], quiet: ["frustration", "vip"], policy: { return: "denied" } },
  },
  {
    key: "warranty",
    queue: "orders",
    requester: { name: "Ingrid Solberg", email: "ingrid.solberg@example.net" },
    subject: "Toaster stopped working",
    fields: { order_number: "AH-15310", order_total: "69.00 USD", delivered_on: "-420" },
    messages: [
      { from: "customer", hours: 26, text: "Hello, the toaster I bought from you last year (AH-15310) does not heat any more. Is it still under warranty, and would you repair or replace it?" },
    ],
    expect: { intent: ["warranty_claim", "damaged_or_defective"], quiet: ["product_harm", "vip", "frustration"], policy: { warranty: "allowed" }, article: "warranty" },
  },
  {
    key: "human_requested",
    queue: "orders",
    requester: { name: "Samir Haddad", email: "samir.haddad@example.org" },
    subject: "Subscription box",
    messages: [
      { from: "customer", hours: 8, text: "I want to skip my coffee box in December." },
      { from: "assistant", hours: 7.9, text: "You can change your subscription in your account under Subscriptions." },
      { from: "customer", hours: 2, text: "There is no such page in my account. Can I please talk to a real person about this? You can call me back after 4 pm." },
    ],
    expect: { intent: ["contact_human", "subscription_change"], escalate: { human_requested: "real person" }, quiet: ["legal_language", "vip", "repeat_ai_contact"] },
  },
  {
    key: "vague",
    queue: "orders",
    requester: { name: "Noel Abara", email: "noel.abara@example.net" },
    subject: "again",
    messages: [{ from: "customer", hours: 10, text: "as before, you know which one" }],
    expect: { notice: ["low_confidence"], quiet: ["legal_language", "frustration", "vip"] },
  },
  {
    key: "no_body",
    queue: "orders",
    requester: { name: "Greta Lund", email: "greta.lund@example.org" },
    subject: "Cancel order AH-20555 please",
    fields: { order_number: "AH-20555", order_total: "32.00 USD" },
    messages: [{ from: "customer", hours: 1, text: "" }],
    expect: { intent: ["order_cancel"], quiet: ["legal_language", "frustration", "vip"] },
  },
  {
    key: "phone_note",
    queue: "orders",
    requester: { name: "Rosa Timmer", email: "rosa.timmer@example.net" },
    subject: "Phone call: pan",
    fields: { order_number: "AH-20187", order_total: "48.00 USD", delivered_on: "-12" },
    messages: [
      { from: "agent", hours: 22, text: "Call from Rosa Timmer about order AH-20187." },
      { from: "agent", hours: 21.9, internal: true, text: "Customer says the handle of the frying pan came off on the stove and hot oil burned her arm. She will send pictures. She asked for a new pan." },
    ],
    expect: { notice: ["product_harm"], quiet: ["vip", "legal_language"] },
  },
  {
    key: "earlier_lamp",
    queue: "orders",
    status: "resolved",
    requester: { name: "Aisha Noor", email: "aisha.noor@example.net" },
    subject: "Lamp shade missing",
    messages: [
      { from: "customer", hours: 24 * 80, text: "The shade is missing in my parcel AH-17020." },
      { from: "agent", hours: 24 * 79, text: "I am sorry! A new shade is on its way." },
    ],
  },
  {
    key: "earlier_code",
    queue: "orders",
    status: "resolved",
    requester: { name: "Aisha Noor", email: "aisha.noor@example.net" },
    subject: "Newsletter code",
    messages: [
      { from: "customer", hours: 24 * 20, text: "Is there a code for newsletter readers?" },
      { from: "assistant", hours: 24 * 20 - 1, text: "Yes, it is in the footer of each newsletter." },
    ],
  },
  {
    key: "earlier_box_1",
    queue: "orders",
    status: "resolved",
    requester: { name: "Emil Fischer", email: "emil.fischer@example.org" },
    subject: "Coffee box: wrong roast",
    messages: [
      { from: "customer", hours: 24 * 16, text: "My coffee box came with the dark roast again, I ordered the light one." },
      { from: "assistant", hours: 24 * 16 - 0.1, text: "You can choose your roast in your account under Coffee box." },
    ],
  },
  {
    key: "earlier_box_2",
    queue: "orders",
    status: "resolved",
    requester: { name: "Emil Fischer", email: "emil.fischer@example.org" },
    subject: "Coffee box: dark roast again",
    messages: [
      { from: "customer", hours: 24 * 9, text: "The new coffee box is the dark roast too, although my account says light." },
      { from: "assistant", by: "mail", hours: 24 * 9 - 0.1, text: "Please check the roast in your account under Coffee box." },
    ],
  },
  {
    key: "third_ticket",
    queue: "orders",
    requester: { name: "Emil Fischer", email: "emil.fischer@example.org" },
    subject: "Coffee box: third time the wrong roast",
    messages: [{ from: "customer", hours: 11, text: "Third coffee box, third time the dark roast instead of the light one. My account is set to light. Please send me the right box." }],
    expect: { escalate: { repeat_ai_contact: "" }, quiet: ["legal_language", "product_harm", "vip"] },
  },
];

/**
 * The desk's own knowledge base.
 *
 * @type {{category: string, title: string, question: string, answer: string}[]}
 */
export const ARTICLES = [
  { category: "Orders", title: "Cancelling an order", question: "Can I cancel my order?", answer: "You can cancel an order **within 60 minutes** in your account. After that we pack it.\n\n- open *My orders*\n- choose *Cancel*" },
  { category: "Orders", title: "Grinder burrs", question: "When do the burrs of the grinder have to be changed?", answer: "Change the burrs of the grinder after about 400 kg of coffee. They cost $39 & fit all models." },
  { category: "Accounts", title: "Changing the address", question: "How do I change my address?", answer: "Open your account, choose *Addresses* and edit the one that has changed." },
];

const DAY = 86_400_000;

/** @param {string} text @param {number} now */
function withDates(text, now) {
  return text.replaceAll(/\{date:(-?\d+)\}/g, (_, days) =>
    new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(now + Number(days) * DAY),
  );
}

/**
 * Everything a seed needs, as plain JSON: times made absolute, mails written out.
 *
 * A mail's subject holds `{ticket}` where the desk's own mark of the ticket belongs.
 *
 * @param {number} now milliseconds since 1970
 */
export function stories(now) {
  return {
    accounts: ACCOUNTS,
    queues: QUEUES,
    fields: FIELDS,
    desk: DESK,
    articles: ARTICLES,
    tickets: STORIES.map((story) => ({
      key: story.key,
      queue: story.queue,
      requester: story.requester,
      subject: story.subject,
      status: story.status ?? "open",
      fields: Object.fromEntries(
        Object.entries(story.fields ?? {}).map(([name, value]) => [
          name,
          name === "delivered_on" ? new Date(now + Number(value) * DAY).toISOString().slice(0, 10) : value,
        ]),
      ),
      messages: story.messages.map((message, index) => {
        const at = new Date(now - message.hours * 3_600_000);
        const text = withDates(message.text, now);
        const html = message.html && withDates(message.html, now);
        const common = { at: at.toISOString().replace("Z", "+00:00"), text, public: !message.internal };
        if (message.from === "agent" || (message.from === "assistant" && message.by !== "mail")) {
          return { ...common, account: message.from };
        }
        const from = message.from === "assistant" ? { name: "Alder Assistant", email: DESK.assistant } : story.requester;
        const subject = index === 0 ? story.subject : `Re: {ticket} ${story.subject}`;
        return { ...common, mail: mail({ from, to: DESK.orders, subject, text: message.html_only ? undefined : text, html, at, id: `${story.key}.${index}@example.com` }) };
      }),
    })),
  };
}

/** What an agent should be told about each story. @type {Record<string, Expectation>} */
export const EXPECTATIONS = Object.fromEntries(STORIES.map((story) => [story.key, story.expect ?? {}]));

/** Requester of each story. @type {Record<string, {name: string, email: string, subject: string}>} */
export const REQUESTERS = Object.fromEntries(STORIES.map((story) => [story.key, { ...story.requester, subject: story.subject }]));
