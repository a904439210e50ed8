//! Legal disclaimers that mail servers add.

use super::RegionKind;
use super::lines::Line;

/// How a disclaimer begins.
const OPENINGS: &[&str] = &[
    "this e-mail",
    "this email",
    "this message",
    "this communication",
    "this transmission",
    "the information contained",
    "the information in this",
    "the contents of this",
    "the content of this",
    "confidentiality notice",
    "confidentiality:",
    "confidential:",
    "disclaimer",
    "legal notice",
    "important notice",
    "notice:",
    "privileged and confidential",
    "if you are not the intended",
    "if you have received this",
    "any views or opinions",
    "unless otherwise stated",
    "diese e-mail",
    "diese email",
    "diese nachricht",
    "der inhalt dieser",
    "hinweis:",
    "vertraulichkeitshinweis",
    "rechtlicher hinweis",
    "wichtiger hinweis",
    "ce message",
    "ce courriel",
    "cet e-mail",
    "cet email",
    "avis de confidentialité",
    "les informations contenues",
    "este mensaje",
    "este correo",
    "aviso legal",
    "la información contenida",
    "aviso de confidencialidad",
    "esta mensagem",
    "este e-mail",
    "este email",
    "a informação contida",
    "as informações contidas",
    "aviso de confidencialidade",
    "questo messaggio",
    "questa e-mail",
    "questa email",
    "le informazioni contenute",
    "avviso di riservatezza",
    "il presente messaggio",
    "dit bericht",
    "deze e-mail",
    "deze email",
    "de informatie in",
    "de inhoud van dit",
];

/// What it speaks of.
const CUES: &[&str] = &[
    "confidential",
    "intended recipient",
    "intended solely",
    "intended only",
    "intended for the",
    "unauthori",
    "privileged",
    "named addressee",
    "individual or entity",
    "delete it",
    "delete this",
    "any attachment",
    "its attachments",
    "virus",
    "disclos",
    "liability",
    "legally binding",
    "viruses",
    "prohibited",
    "vertraulich",
    "rechtlich geschützt",
    "adressat",
    "empfänger",
    "unbefugt",
    "nicht gestattet",
    "vernichten",
    "löschen",
    "confidentiel",
    "destinataire",
    "usage exclusif",
    "détruire",
    "supprimer",
    "pièces jointes",
    "confidencial",
    "destinatario",
    "destinatário",
    "prohibid",
    "proibid",
    "eliminar",
    "exclusiv",
    "riservat",
    "destinatari",
    "vietat",
    "cancellar",
    "allegati",
    "vertrouwelijk",
    "geadresseerde",
    "bestemd",
    "verwijderen",
    "openbaarmaking",
    "data protection",
    "datenschutz",
];

/// What may follow a disclaimer in a paragraph of its own.
const FOLLOWING: &[&str] = &[
    "please consider the environment",
    "think before you print",
    "bitte prüfen sie",
    "bitte denken sie an die umwelt",
    "pensez à l'environnement",
    "before printing",
    "registered office",
    "registered in",
    "company number",
    "vat no",
    "geschäftsführer",
    "handelsregister",
    "amtsgericht",
    "sitz der gesellschaft",
    "scanned by",
    "virus-free",
    "virenfrei",
    "avast",
    "antes de imprimir",
    "denk aan het milieu",
];

/// Marks disclaimer paragraphs in new and forwarded text.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let mut start = 0;
    let mut follows = false;
    while start < lines.len() {
        let length = lines
            .iter()
            .skip(start)
            .take_while(|line| !line.words.is_empty() && !is_rule(line.words))
            .count();
        if length == 0 {
            start += 1;
            continue;
        }
        let own = lines.get(start).is_some_and(|line| line.kind.is_own());
        // The opening may stand after a few lines of signature without a blank line between.
        let opening = lines
            .iter()
            .skip(start)
            .take(length)
            .position(|line| line.kind.is_own() && opens(line.words));
        if own {
            let from = opening.unwrap_or(0);
            let paragraph = text(lines, start + from, length - from);
            let cues = CUES.iter().filter(|cue| paragraph.contains(*cue)).count();
            let next =
                follows && (cues >= 2 || FOLLOWING.iter().any(|cue| paragraph.contains(cue)));
            if (opening.is_some() && cues >= 2) || next {
                for line in lines.iter_mut().skip(start + from).take(length - from) {
                    if line.kind.is_own() {
                        line.kind = RegionKind::Disclaimer;
                    }
                }
                follows = true;
            }
        } else {
            follows = false;
        }
        start += length;
    }
}

fn is_rule(words: &str) -> bool {
    words.len() >= 3
        && words
            .chars()
            .all(|character| matches!(character, '-' | '_' | '=' | '*' | '—'))
}

fn opens(words: &str) -> bool {
    let low: String = words
        .chars()
        .take(48)
        .flat_map(char::to_lowercase)
        .collect();
    let bare = low.trim_start_matches(|character: char| !character.is_alphanumeric());
    OPENINGS.iter().any(|opening| bare.starts_with(opening))
}

/// The lines in lower case, up to as much as a disclaimer needs to be known by.
fn text(lines: &[Line<'_>], start: usize, length: usize) -> String {
    let mut out = String::new();
    for line in lines.iter().skip(start).take(length.min(40)) {
        out.extend(line.words.chars().take(1200).flat_map(char::to_lowercase));
        out.push(' ');
    }
    out
}
