//! Words that make a sentence a request, a promise or a courtesy, in the languages that the engine
//! reads. Compared with the normal form: lower case, straight apostrophes.

use crate::text::needles::Needles;
use std::sync::LazyLock;

/// A list of cues that is searched in one pass; each has to start at a word's start.
pub(crate) struct Cues {
    words: Needles,
}

impl Cues {
    fn new(words: &[&str]) -> Self {
        Self {
            words: Needles::new(words.iter().map(|word| (*word).to_owned()).collect()),
        }
    }

    /// Whether a cue stands in the text, at the start of a word.
    pub(crate) fn is_in(&self, normal: &str) -> bool {
        let mut before = None;
        for (at, character) in normal.char_indices() {
            let starts = !before.is_some_and(char::is_alphanumeric);
            before = Some(character);
            if !starts {
                continue;
            }
            let (_, rest) = normal.split_at(at);
            if let Some(length) = self.words.longest(rest.as_bytes()) {
                let (cue, after) = rest.split_at(length);
                if cue.ends_with(['-', ' ']) || !after.starts_with(char::is_alphanumeric) {
                    return true;
                }
            }
        }
        false
    }
}

/// The customer asks for something.
pub(crate) static REQUEST: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        "please",
        "can you",
        "can i",
        "can we",
        "could you",
        "could i",
        "could we",
        "would you",
        "will you",
        "may i",
        "i want",
        "we want",
        "i need",
        "we need",
        "i would like",
        "i'd like",
        "id like",
        "we would like",
        "we'd like",
        "i wish to",
        "i request",
        "i am requesting",
        "i demand",
        "i expect",
        "i insist",
        "help me",
        "let me know",
        "tell me",
        "send me",
        "give me",
        "refund me",
        "i'm looking for",
        "i am looking for",
        "i am asking",
        "i'm asking",
        "want to",
        "wanna",
        "need to know",
        "bitte",
        "können sie",
        "koennen sie",
        "kannst du",
        "könnten sie",
        "könnt ihr",
        "ich möchte",
        "ich moechte",
        "ich will",
        "ich hätte gern",
        "wir möchten",
        "ich brauche",
        "ich benötige",
        "ich bitte",
        "ich verlange",
        "ich fordere",
        "kann ich",
        "würden sie",
        "schicken sie",
        "senden sie",
        "erstatten sie",
        "s'il vous plaît",
        "s'il vous plait",
        "svp",
        "merci de",
        "pouvez-vous",
        "pourriez-vous",
        "puis-je",
        "je voudrais",
        "je souhaite",
        "je veux",
        "j'aimerais",
        "je demande",
        "j'exige",
        "nous souhaitons",
        "veuillez",
        "por favor",
        "pueden",
        "puede",
        "podrían",
        "podría",
        "puedo",
        "quiero",
        "quisiera",
        "me gustaría",
        "necesito",
        "solicito",
        "exijo",
        "pode",
        "podem",
        "poderia",
        "poderiam",
        "posso",
        "quero",
        "queria",
        "gostaria",
        "preciso",
        "exijo",
        "peço",
        "per favore",
        "per cortesia",
        "potete",
        "può",
        "potreste",
        "potrebbe",
        "vorrei",
        "voglio",
        "vorremmo",
        "desidero",
        "ho bisogno",
        "chiedo",
        "esigo",
        "alstublieft",
        "alsjeblieft",
        "graag",
        "kunt u",
        "kun je",
        "kunnen jullie",
        "zou u",
        "ik wil",
        "ik zou",
        "wij willen",
        "ik heb nodig",
        "ik verzoek",
        "ik eis",
        "mag ik",
        "kan ik",
    ])
});

/// The team promises something.
pub(crate) static PROMISE: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        "we will",
        "we'll",
        "i will",
        "i'll",
        "we shall",
        "you will receive",
        "you'll receive",
        "you will get",
        "you'll get",
        "you will hear",
        "you'll hear",
        "will be sent",
        "will be shipped",
        "will be refunded",
        "will be credited",
        "will be delivered",
        "will be processed",
        "will be in touch",
        "will get back",
        "will call you",
        "will contact you",
        "will arrive",
        "is on its way",
        "are on their way",
        "i promise",
        "we promise",
        "i am sending",
        "i'm sending",
        "we are sending",
        "we're sending",
        "going to send",
        "going to refund",
        "wir werden",
        "ich werde",
        "wir schicken",
        "wir senden",
        "wir erstatten",
        "wir melden uns",
        "ich melde mich",
        "sie erhalten",
        "sie bekommen",
        "wird ihnen",
        "wird erstattet",
        "wird verschickt",
        "ist unterwegs",
        "nous allons",
        "nous vous",
        "je vais",
        "vous recevrez",
        "vous serez",
        "sera expédié",
        "sera remboursé",
        "sera envoyé",
        "est en route",
        "vamos a",
        "voy a",
        "le enviaremos",
        "le reembolsaremos",
        "recibirá",
        "recibirás",
        "será enviado",
        "será reembolsado",
        "está en camino",
        "nos pondremos",
        "vamos enviar",
        "vou enviar",
        "iremos",
        "enviaremos",
        "reembolsaremos",
        "receberá",
        "vai receber",
        "entraremos em contato",
        "entraremos em contacto",
        "está a caminho",
        "provvederemo",
        "invieremo",
        "rimborseremo",
        "riceverà",
        "riceverai",
        "la contatteremo",
        "ti contatteremo",
        "le invieremo",
        "sarà spedito",
        "sarà rimborsato",
        "we zullen",
        "wij zullen",
        "ik zal",
        "u ontvangt",
        "je ontvangt",
        "wordt verzonden",
        "wordt teruggestort",
        "wij sturen",
        "we sturen",
        "is onderweg",
    ])
});

/// Greeting, thanks, good-bye: says nothing of the matter when it starts a short sentence.
pub(crate) const COURTESY: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "hiya",
    "dear",
    "good morning",
    "good afternoon",
    "good evening",
    "good day",
    "thanks",
    "thank you",
    "thx",
    "many thanks",
    "cheers",
    "regards",
    "best",
    "kind regards",
    "best regards",
    "warm regards",
    "sincerely",
    "yours",
    "have a",
    "hope you",
    "i hope this",
    "bye",
    "greetings",
    "to whom",
    "hallo",
    "guten tag",
    "guten morgen",
    "guten abend",
    "sehr geehrte",
    "liebe",
    "lieber",
    "moin",
    "danke",
    "vielen dank",
    "mit freundlichen",
    "viele grüße",
    "viele gruesse",
    "freundliche grüße",
    "liebe grüße",
    "bonjour",
    "bonsoir",
    "madame",
    "monsieur",
    "merci d'avance",
    "merci",
    "cordialement",
    "bien à vous",
    "salutations",
    "hola",
    "buenos días",
    "buenas tardes",
    "estimado",
    "estimada",
    "estimados",
    "gracias",
    "muchas gracias",
    "saludos",
    "un saludo",
    "atentamente",
    "olá",
    "ola",
    "bom dia",
    "boa tarde",
    "boa noite",
    "prezado",
    "prezada",
    "prezados",
    "obrigado",
    "obrigada",
    "cumprimentos",
    "atenciosamente",
    "ciao",
    "buongiorno",
    "buonasera",
    "salve",
    "gentile",
    "gentili",
    "spett",
    "grazie",
    "cordiali saluti",
    "distinti saluti",
    "saluti",
    "beste",
    "geachte",
    "goedemorgen",
    "goedemiddag",
    "goedenavond",
    "goedendag",
    "bedankt",
    "dank u",
    "dankjewel",
    "met vriendelijke",
    "groeten",
    "groet",
];

/// Yes and no: a short sentence that starts so answers and asks nothing.
pub(crate) const ANSWER: &[&str] = &[
    "yes", "no", "yep", "yeah", "nope", "ok", "okay", "sure", "right", "correct", "exactly",
    "done", "ja", "nein", "genau", "oui", "non", "d'accord", "sí", "si", "vale", "sim", "não",
    "sì", "nee", "klopt",
];

/// Whether a text starts with one of the words.
pub(crate) fn starts_with(normal: &str, words: &[&str]) -> bool {
    let normal = normal.trim_start_matches(|c: char| !c.is_alphanumeric());
    words.iter().any(|word| {
        normal
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cues: &Cues, text: &str, expected: bool) {
        assert_eq!(cues.is_in(text), expected, "{text}");
    }

    #[test]
    fn cues_are_whole_words() {
        check(&REQUEST, "could you send it again", true);
        check(&REQUEST, "i was pleased", false);
        check(&REQUEST, "pouvez-vous m'aider", true);
        check(&REQUEST, "die ware ist kaputt", false);
        check(&PROMISE, "we'll send a courier on friday", true);
        check(&PROMISE, "a new shade is on its way", true);
        check(&PROMISE, "wir melden uns morgen", true);
        check(&PROMISE, "he will power is strong", false);
    }

    #[test]
    fn courtesies_start_a_sentence() {
        assert!(starts_with("thanks, ann", COURTESY));
        assert!(!starts_with("thanksgiving order is late", COURTESY));
        assert!(starts_with("«hola», soy ann", COURTESY));
    }
}
