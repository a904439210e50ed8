//! Regions of plain texts; markup is tried in `text::html` and in the conversation's tests.

use super::*;
use RegionKind::{Disclaimer, Forwarded, MobileFooter, New, ReplyQuote, Signature};

fn check_with(hints: Hints<'_>, text: &str, expected: &[(RegionKind, &str)]) {
    let regions = split(text, hints);
    let found: Vec<(RegionKind, &str)> = regions
        .iter()
        .map(|region| (region.kind, text[region.visible.clone()].trim()))
        .collect();
    assert_eq!(found, expected, "{text}");
    let mut at = 0;
    for region in &regions {
        assert_eq!(region.visible.start, at);
        at = region.visible.end;
    }
    assert_eq!(at, text.len());
}

fn check(text: &str, expected: &[(RegionKind, &str)]) {
    check_with(Hints::default(), text, expected);
}

/// The text above is new, `quote` is a reply quote to its end.
fn check_quote(quote: &str) {
    check(
        &format!("Here is what I think of it.\n\n{quote}"),
        &[(New, "Here is what I think of it."), (ReplyQuote, quote)],
    );
}

#[test]
fn reply_quotes_are_known_in_seven_languages() {
    check_quote("On Tue, Nov 17, 2026 at 8:14 PM Rob <rob@example.com> wrote:\n> old\n> text");
    check_quote(
        "On Tue, Nov 17, 2026 at 8:14 PM Rob Hanley with a long name\n<rob.hanley@example.com> wrote:\n> old",
    );
    check_quote("On 17 Nov 2026, at 20:14, Rob wrote:\n\nold text without signs\nmore");
    check_quote("Am 17.11.2026 um 20:14 schrieb Rob <rob@example.com>:\n> alt");
    check_quote("Le mar. 17 nov. 2026 à 20:14, Rob <rob@example.com> a écrit :\n> vieux");
    check_quote("El mar, 17 nov 2026 a las 20:14, Rob (<rob@example.com>) escribió:\n> viejo");
    check_quote("Em ter., 17 de nov. de 2026 às 20:14, Rob <rob@example.com> escreveu:\n> velho");
    check_quote(
        "Il giorno mar 17 nov 2026 alle ore 20:14 Rob <rob@example.com> ha scritto:\n> vecchio",
    );
    check_quote("Op di 17 nov. 2026 om 20:14 schreef Rob <rob@example.com>:\n> oud");
    check_quote("-----Original Message-----\nFrom: Shop\nSent: Monday\nTo: Me\nSubject: Hi\n\nold");
    check_quote("-----Ursprüngliche Nachricht-----\nVon: Shop\n\nalt");
    check_quote(
        "________________________________\nFrom: Shop <shop@example.com>\nSent: Monday, 1 June 2026 10:00\nTo: Me\nSubject: Hi\n\nold",
    );
    check_quote("Von: Shop\nGesendet: Montag\nAn: Mich\nBetreff: Hallo\n\nalt");
    check_quote("De : Shop\nEnvoyé : lundi\nÀ : Moi\nObjet : Bonjour\n\nvieux");
    check_quote("*From:* Shop\n*Sent:* Monday\n*To:* Me\n*Subject:* Hi\n\nold");
    check_quote("##- Please type your reply above this line -##\nold");
}

#[test]
fn new_text_stays_new() {
    check(
        "On Monday your colleague wrote:\nthe box is lost.",
        &[(New, "On Monday your colleague wrote:\nthe box is lost.")],
    );
    check(
        "From: my house\nto yours",
        &[(New, "From: my house\nto yours")],
    );
    check(
        "The original message was lost.",
        &[(New, "The original message was lost.")],
    );
    check(
        "> old\nmy answer\n> old too\nand mine",
        &[
            (ReplyQuote, "> old"),
            (New, "my answer"),
            (ReplyQuote, "> old too"),
            (New, "and mine"),
        ],
    );
    check(
        "On 17 Nov 2026, Rob <r@example.com> wrote:\n> is it in?\nNo it is not.",
        &[
            (
                ReplyQuote,
                "On 17 Nov 2026, Rob <r@example.com> wrote:\n> is it in?",
            ),
            (New, "No it is not."),
        ],
    );
    check("", &[]);
}

#[test]
fn forwarded_mail_is_the_writers_matter() {
    let forward = |mark: &str| {
        check(
            &format!("see below\n\n{mark}\nFrom: Ann\n\nMy hand was burned."),
            &[
                (New, "see below"),
                (
                    Forwarded,
                    &format!("{mark}\nFrom: Ann\n\nMy hand was burned."),
                ),
            ],
        )
    };
    forward("---------- Forwarded message ---------");
    forward("Begin forwarded message:");
    forward("-------- Weitergeleitete Nachricht --------");
    forward("Anfang der weitergeleiteten Nachricht:");
    forward("---------- Message transféré ---------");
    forward("---------- Mensaje reenviado ---------");
    forward("---------- Mensagem encaminhada ---------");
    forward("---------- Messaggio inoltrato ---------");
    forward("---------- Doorgestuurd bericht ---------");
    let block = "From: Ann\nSent: Monday\nTo: Me\nSubject: Hi\n\nMy hand was burned.";
    let hints = Hints {
        forwarded: true,
        ..Hints::default()
    };
    check_with(
        hints,
        &format!("see below\n\n{block}"),
        &[(New, "see below"), (Forwarded, block)],
    );
    for subject in [
        "Fwd: x",
        "FW: x",
        "WG: x",
        "TR : x",
        "Re: Fwd: x",
        "RV: x",
        "ENC: x",
        "I: x",
        "Doorst: x",
    ] {
        assert!(says_forwarded(subject), "{subject}");
    }
    for subject in ["Re: x", "x", "Order: fwd", ""] {
        assert!(!says_forwarded(subject), "{subject}");
    }
}

#[test]
fn signatures_are_set_apart() {
    check(
        "Please help.\n\n-- \nAnn Smith\nHead of Sales\n+1 555 0100",
        &[
            (New, "Please help."),
            (Signature, "-- \nAnn Smith\nHead of Sales\n+1 555 0100"),
        ],
    );
    check(
        "Please help.\n\nKind regards,\nAnn Smith\nHead of Sales, Example Inc.\nwww.example.com",
        &[
            (New, "Please help."),
            (
                Signature,
                "Kind regards,\nAnn Smith\nHead of Sales, Example Inc.\nwww.example.com",
            ),
        ],
    );
    check(
        "Bitte helfen Sie mir.\n\nMit freundlichen Grüßen\nJörg Maier",
        &[
            (New, "Bitte helfen Sie mir."),
            (Signature, "Mit freundlichen Grüßen\nJörg Maier"),
        ],
    );
    check(
        "Merci de m'aider.\n\nCordialement,\nLuc",
        &[
            (New, "Merci de m'aider."),
            (Signature, "Cordialement,\nLuc"),
        ],
    );
    check(
        "It broke.\n\nThanks,\nAnn",
        &[(New, "It broke.\n\nThanks,"), (Signature, "Ann")],
    );
    check("Kind regards, Ann", &[(New, "Kind regards, Ann")]);
    let hints = Hints {
        author: Some("Earl Simmons"),
        ..Hints::default()
    };
    check_with(
        hints,
        "It is my lawyer's turn.\n\nEarl Simmons\nBaton Rouge LA",
        &[
            (New, "It is my lawyer's turn."),
            (Signature, "Earl Simmons\nBaton Rouge LA"),
        ],
    );
}

#[test]
fn words_under_a_closing_are_not_lost() {
    check(
        "Hello there.\nRegards,\nAnn\n\nPS: I will call my lawyer.",
        &[
            (New, "Hello there."),
            (Signature, "Regards,\nAnn"),
            (New, "PS: I will call my lawyer."),
        ],
    );
    check(
        "Fix it.\n--\nI will sue you",
        &[(New, "Fix it."), (Signature, "--"), (New, "I will sue you")],
    );
    check(
        "Best\nYour product burned me",
        &[(New, "Best\nYour product burned me")],
    );
    check(
        "Hi.\nBest regards\nkettle exploded and burned",
        &[
            (New, "Hi."),
            (Signature, "Best regards"),
            (New, "kettle exploded and burned"),
        ],
    );
    check("thanks", &[(New, "thanks")]);
    check(
        "Thanks,\nthe box came broken",
        &[(New, "Thanks,\nthe box came broken")],
    );
}

#[test]
fn footers_and_disclaimers_are_set_apart() {
    for footer in [
        "Sent from my iPhone",
        "Get Outlook for iOS",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Verzonden vanaf mijn iPhone",
        "Sent via Yahoo Mail",
    ] {
        check(
            &format!("It broke.\n\n{footer}"),
            &[(New, "It broke."), (MobileFooter, footer)],
        );
    }
    check("It was sent via UPS", &[(New, "It was sent via UPS")]);
    for disclaimer in [
        "This e-mail and any attachments are confidential and intended solely for the addressee. Unauthorised use may result in legal action.",
        "CONFIDENTIALITY NOTICE: privileged information. If you are not the intended recipient, delete it.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, löschen Sie sie.",
        "Ce message est confidentiel. Si vous n'êtes pas le destinataire, merci de le supprimer.",
        "Este mensaje es confidencial y exclusivo para su destinatario.",
        "Esta mensagem é confidencial e destina-se ao destinatário.",
        "Questo messaggio è riservato ai destinatari; è vietato l'uso.",
        "Dit bericht is vertrouwelijk en alleen bestemd voor de geadresseerde.",
    ] {
        check(
            &format!("It broke.\n\n{disclaimer}"),
            &[(New, "It broke."), (Disclaimer, disclaimer)],
        );
    }
    check(
        "This message is for your boss. I am angry.",
        &[(New, "This message is for your boss. I am angry.")],
    );
}
