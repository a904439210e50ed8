//! Frequent words, for when no model is loaded: of the seven languages that are served, as customers write
//! them to a desk, function words first, then the trade's everyday words; and of their neighbours. A word may stand in several lists; it then counts
//! for less.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Least evidence that is worth a word.
const LEAST: f64 = 0.5;

/// The likeliest language of a text by its words and rare letters, and its confidence.
pub(super) fn guess(text: &str) -> Option<(&'static str, f64)> {
    let low = text.to_lowercase().replace('’', "'");
    let mut scores = [0.0; WORDS.len()];
    let words = low
        .split(|character: char| !(character.is_alphabetic() || character == '\''))
        .map(|word| word.trim_matches('\''))
        .filter(|word| !word.is_empty());
    for word in words {
        let Some(languages) = INDEX.get(word) else {
            continue;
        };
        // A single letter says little.
        let weight = if word.chars().count() == 1 { 0.4 } else { 1.0 } / languages.len() as f64;
        for language in languages {
            if let Some(score) = scores.get_mut(*language) {
                *score += weight;
            }
        }
    }
    // Each sign once: a name with an umlaut should not outweigh a sentence.
    for (_, codes) in LETTERS.iter().filter(|(letter, _)| low.contains(*letter)) {
        for (score, _) in scores
            .iter_mut()
            .zip(WORDS)
            .filter(|(_, (code, _))| codes.contains(code))
        {
            *score += 0.8 / codes.len() as f64;
        }
    }
    let mut ranked: Vec<(&str, f64)> = WORDS.iter().map(|(code, _)| *code).zip(scores).collect();
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
    let (code, best) = *ranked.first().filter(|(_, best)| *best >= LEAST)?;
    let second = ranked.get(1).map_or(0.0, |(_, score)| *score);
    // One clear word is weak evidence, ten are strong.
    Some((code, (best - second) / (best + 0.5)))
}

/// For each frequent word the positions of its languages in [`WORDS`].
static INDEX: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut index: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (at, (_, words)) in WORDS.iter().enumerate() {
        for word in words.split_whitespace() {
            let languages = index.entry(word).or_default();
            if !languages.contains(&at) {
                languages.push(at);
            }
        }
    }
    index
});

/// Code and words.
const WORDS: &[(&str, &str)] = &[
    (
        "en",
        "working work works didn't cannot open close two three today yesterday week month anyone someone something nothing never always only really very too because since into over than then like one time day says said tell told see know \
        the a an and or of to in is are was were be been have has had do does did not no it its it's i i'm i've you your my me we our us they them he she this that these those with for from on at by \
        as but if so can could would will won't don't doesn't didn't can't isn't there here what when where why how who which please thanks thank hi hello hey need want get got my order my parcel refund \
        where's it's still just about after before any all some more out up now been being yet again help changed broken arrived shipping delivery account when wrong item size return money back how long does take",
    ),
    (
        "de",
        "was das soll zwei drei doppelt einmal leider endlich danke vielen dank abgebucht kündigen abo vertrag passwort anmelden funktioniert geht gar nichts alles heute gestern morgen woche monat jemand niemand nie wieso weshalb unter ohne gegen durch beim ins sich uns euch diese dieser dieses welche viel wenig falsch neu alt bestellt geliefert erhalten bekommen kommt kam gekommen sagen gesagt größe \
        der die das den dem des ein eine einen einem einer und oder von zu im in ist sind war waren sein wird werden habe haben hat hatte nicht kein keine es ich sie er wir ihr ihre ihnen mir mich mein meine meinen \
        mit für auf aus bei nach noch nur aber wenn so kann können möchte will bitte danke hallo guten tag wie was wann wo warum wer welche dass schon immer sehr mehr über vor seit wurde ist's zum zur am vom \
        bestellung paket rechnung geld zurück lieferung konto artikel defekt kaputt umtausch erstattung immer wieder jetzt hilfe brauche angekommen bestellt",
    ),
    (
        "fr",
        "deux trois fois aujourd'hui hier demain semaine mois jour jamais personne l'application l'adresse marche fonctionne plus sans sous entre vers chez leur leurs cela ça donc alors aussi bien mal avoir fait reçue perdu erreur payer payé argent annuler changer demande besoin rendre sont-ils pas bientôt fermé ouvert \
        le la les un une des du de et ou au aux en est sont était être a ai as avons avez ont été ne pas plus je tu il elle nous vous ils mon ma mes votre vos notre ce cet cette ces qui que quoi quand où comment \
        pourquoi avec pour sur dans par mais si bonjour merci salut s'il plaît svp c'est j'ai n'ai d'un d'une l'ai qu'il je n'ai colis commande remboursement livraison facture compte article retour taille toujours \
        rien reçu encore peux puis voudrais veux faire depuis très même arrivé cassé mot passe",
    ),
    (
        "es",
        "dos tres vez veces otra otro hoy ayer mañana semana mes día nunca nadie nada alguien sin sobre entre cuando porque pues también bien mal hacer hecho recibido perdido error pagar pagado cancelar cambiar faltan falta llegó llega cobraron cobro sigo esperando respuesta la vacía hasta tarde funciona quisiera dónde está cabe huele roto \
        el la los las un una unos unas de del y o a al en es son era está están ser estar he ha han había no sí yo tú él ella nosotros usted ustedes mi mis su sus me te se nos lo le les que quién qué cuándo dónde \
        cómo por para con sin pero si muy más ya hola buenas buenos días gracias favor quiero necesito puedo pueden pedido paquete envío reembolso devolución factura cuenta talla dinero todavía llegado aún desde hace \
        ayuda producto roto este esta eso hay tengo tiene",
    ),
    (
        "pt",
        "dois duas três vez vezes outra outro hoje ontem amanhã semana mês nunca ninguém nada alguém sobre entre porque pois também bem mal fazer feito recebi recebido perdido erro pagar pago cancelar mudar trocar falta faltam chegar cobrado cobrança fui foram estava caixa vazia funciona gostaria num numa isso aquilo até sozinho fecha cabe cheira atendimento \
        o a os as um uma uns umas de do da dos das e ou em no na nos nas é são era está estão ser estar foi tem tenho têm não sim eu tu você vocês ele ela nós meu minha meus minhas seu sua me te se nos lhe que quem \
        quando onde como por para com sem mas muito mais já olá oi bom boa dia obrigado obrigada favor quero preciso posso podem pedido encomenda pacote envio entrega reembolso devolução fatura conta tamanho dinheiro \
        ainda chegou desde há ajuda produto quebrado este esta isso pelo pela ao à",
    ),
    (
        "it",
        "due tre volta volte altra altro oggi ieri domani settimana mese giorno mai nessuno niente qualcuno sopra tra fra quindi anche bene male fare fatto ricevuto perso errore pagare pagato annullare cambiare disdire manca mancano arriva addebitato viene vengono torna disponibile funziona senza fino tardi aspetto aspettando risposta inaccettabile ne \
        il lo la i gli le un uno una di del della dei delle e o a al alla in nel nella è sono era erano essere ho ha hai abbiamo avete hanno non sì io tu lui lei noi voi loro mio mia miei mie suo sua vostro vostra \
        mi ti si ci vi che chi cosa quando dove come perché per con senza ma se molto più già ciao salve buongiorno buonasera grazie favore vorrei voglio posso potete ordine pacco spedizione rimborso reso fattura conto \
        taglia soldi ancora arrivato da dal aiuto prodotto rotto questo questa sto c'è",
    ),
    (
        "nl",
        "twee drie keer weer vandaag gisteren morgen week maand dag nooit niemand iets iemand zonder over tussen omdat ook goed slecht doen gedaan kwijt fout betalen betaald betaling annuleren wijzigen ontbreekt ontbreken leeg gesloten wachtwoord werkt kon deze hier daar heel erg geweigerd opzeggen wachten was doos afgeschreven komt gekomen tot te laat slechte \
        de het een en of van naar te in is zijn was waren ben heb heeft hebben had niet geen ik jij je u wij we jullie hij zij ze mijn uw ons onze me mij dit dat deze die wie wat wanneer waar hoe waarom met voor op \
        aan uit bij door maar als zo kan kunnen wil zou graag alstublieft bedankt dank hallo goedemorgen dag nog steeds al meer niets bestelling pakket levering factuur geld terug rekening artikel maat kapot ruilen \
        terugbetaling ontvangen hulp nodig om er worden wordt",
    ),
    // Neighbours that short texts are taken for.
    (
        "sv",
        "jag är och att det som en ett på av för med inte har min mitt mina din till var när hur vad inget ingen väntat beställning paket pengar tillbaka tack hej fått ännu redan veckor kan vill ni vi mig från men om hjälp",
    ),
    (
        "da",
        "jeg er og at det som en et på af for med ikke har min mit mine din til hvor hvornår hvordan hvad intet ingen ventet bestilling pakke penge tilbage tak hej fået endnu allerede uger kan vil i vi mig fra men om hjælp hører ingenting siden nogen",
    ),
    (
        "no",
        "jeg er og at det som en et på av for med ikke har min mitt mine din til hvor når hvordan hva ingen ventet bestillingen pakken penger tilbake takk hei fått ennå allerede uker kan vil dere vi meg fra men om hjelp hører ingenting siden noen beskjed",
    ),
    (
        "pl",
        "nie się jest na do że to moje moja mój gdzie kiedy jak co już proszę dziękuję dzień dobry zamówienie paczka pieniądze zwrot czekam tygodnie jeszcze mam chcę ale od za czy przez mnie",
    ),
    (
        "cs",
        "je se na že to moje moje můj moje kde kdy jak co už prosím děkuji dobrý den objednávka balík peníze zpět čekám týdny ještě mám chci ale od za nebo jsem není mi",
    ),
    (
        "fi",
        "on ei ja se että mutta minun missä milloin miten mitä jo kiitos hei tilaus tilaukseni paketti rahat takaisin odottanut viikkoa vielä olen haluan voi kun tai ole",
    ),
    (
        "tr",
        "ve bir bu için değil ne nerede zaman nasıl benim lütfen teşekkürler merhaba siparişim paket para iade bekliyorum hafta henüz istiyorum ama çok daha var yok mi mı",
    ),
    (
        "ru",
        "и в не на я что это мой моя где когда как уже мне вы ваш заказ деньги спасибо здравствуйте жду недели ещё еще хочу но от за или посылка верните нет вас меня по с к у мы",
    ),
    (
        "bg",
        "и в не на аз че това моята моят къде кога как вече ми вие ваш поръчка поръчката пари благодаря здравейте чакам седмици още искам но от за или е са съм ще ли да",
    ),
    (
        "uk",
        "і в не на я що це моє моя мій де коли як вже мені ви ваш замовлення гроші дякую чекаю тижні ще хочу але від за або та є",
    ),
];

/// Letters and signs that few languages write, with the codes that they speak for.
const LETTERS: &[(char, &[&str])] = &[
    ('ß', &["de"]),
    ('ä', &["de", "sv", "fi"]),
    ('ö', &["de", "sv", "fi", "tr"]),
    ('ü', &["de", "tr"]),
    ('ñ', &["es"]),
    ('¿', &["es"]),
    ('¡', &["es"]),
    ('ã', &["pt"]),
    ('õ', &["pt"]),
    ('ê', &["fr", "pt"]),
    ('œ', &["fr"]),
    ('ù', &["fr", "it"]),
    ('è', &["fr", "it"]),
    ('ì', &["it"]),
    ('ò', &["it"]),
    ('ç', &["fr", "pt", "tr"]),
    ('å', &["sv", "da", "no"]),
    ('ø', &["da", "no"]),
    ('æ', &["da", "no"]),
    ('ł', &["pl"]),
    ('ą', &["pl"]),
    ('ę', &["pl"]),
    ('ż', &["pl"]),
    ('ś', &["pl"]),
    ('ě', &["cs"]),
    ('ř', &["cs"]),
    ('ů', &["cs"]),
    ('ğ', &["tr"]),
    ('ı', &["tr"]),
    ('ş', &["tr"]),
    ('ы', &["ru"]),
    ('э', &["ru"]),
    ('і', &["uk"]),
    ('ї', &["uk"]),
    ('є', &["uk"]),
    ('ъ', &["bg"]),
    ('í', &["es", "pt", "cs"]),
    ('ó', &["es", "pl"]),
    ('ú', &["es", "pt"]),
    ('á', &["es", "pt", "cs"]),
];
