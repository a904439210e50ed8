//! Languages of short support texts.

use super::*;

const SHIPPED: &[u8] = include_bytes!("../../../www/data/language.dat");

fn shipped() -> LanguageModel {
    LanguageModel::from_bytes(SHIPPED).unwrap()
}

/// At least so many of a hundred texts are read as their language.
#[track_caller]
fn check(model: Option<&LanguageModel>, texts: &[(&str, &str)], least: usize) {
    let (mut all, mut wrong) = (0, Vec::new());
    for (code, texts) in texts {
        for text in texts.lines().map(str::trim).filter(|text| !text.is_empty()) {
            let found = of_text(text, model);
            all += 1;
            if found.code != *code {
                wrong.push(format!(
                    "{code} as {} {}: {text}",
                    found.code, found.confidence
                ));
            }
        }
    }
    assert!(
        wrong.len() * 100 <= all * (100 - least),
        "{} of {all} wrong: {wrong:#?}",
        wrong.len()
    );
}

const SHORT: &[(&str, &str)] = &[
    (
        "en",
        "where is my order\nrefund please\nit came broken\nI want to speak to a manager\nwhen will it ship?\ncancel my subscription\nstill waiting for a reply\nwrong size, need a swap\npayment declined again\nthe app crashes on login\nhow do I reset my password\nis this back in stock?\nmy parcel is missing two items\nplease send the invoice\nthe lid does not close\nyou charged me twice\nthis is unacceptable\nlove it, thank you!\ncan I change the address\nno tracking update since Monday\nthe box was empty\nwhat is your return policy\nmy coupon code won't work\nI never received it\ndelete my account\nthe zip broke after a week\nit smells burnt\ndoes it fit a small car?\nhello, anyone there?\nmoney back now",
    ),
    (
        "de",
        "wo ist meine Bestellung\nbitte Geld zurück\nes kam kaputt an\nich will den Chef sprechen\nwann wird versendet?\nAbo kündigen\nwarte noch auf Antwort\nfalsche Größe, bitte tauschen\nZahlung wieder abgelehnt\ndie App stürzt ab\nwie ändere ich mein Passwort\nist das wieder lieferbar?\nes fehlen zwei Teile im Paket\nschicken Sie mir die Rechnung\nder Deckel schließt nicht\ndoppelt abgebucht\ndas ist unverschämt\nsuper, vielen Dank!\nkann ich die Adresse ändern\nkeine Sendungsverfolgung seit Montag\nder Karton war leer\nwie lange kann ich zurückgeben\nmein Gutschein geht nicht\nnie angekommen\nKonto löschen bitte\nnach einer Woche gerissen\nes riecht verbrannt\npasst das in ein kleines Auto?\nhallo, ist da jemand?\nwas soll das",
    ),
    (
        "fr",
        "où est ma commande\nremboursement svp\narrivé cassé\nje veux parler au responsable\nquand sera-t-il expédié ?\nrésilier mon abonnement\nj'attends toujours une réponse\nmauvaise taille, échange possible ?\npaiement encore refusé\nl'application plante\ncomment changer mon mot de passe\nc'est de nouveau en stock ?\nil manque deux articles\nenvoyez-moi la facture\nle couvercle ne ferme pas\nvous m'avez débité deux fois\nc'est inadmissible\nparfait, merci beaucoup !\npuis-je modifier l'adresse\naucun suivi depuis lundi\nle carton était vide\nquelles sont les conditions de retour\nmon code promo ne marche pas\njamais reçu\nsupprimez mon compte\ndéchiré au bout d'une semaine\nça sent le brûlé\nest-ce que ça rentre dans une petite voiture\nbonjour, il y a quelqu'un ?\nrendez-moi mon argent",
    ),
    (
        "es",
        "dónde está mi pedido\nquiero un reembolso\nllegó roto\nquiero hablar con el encargado\n¿cuándo se envía?\ncancelar mi suscripción\nsigo esperando respuesta\ntalla equivocada, quiero cambiarla\npago rechazado otra vez\nla aplicación se cierra\ncómo cambio la contraseña\n¿vuelve a estar disponible?\nfaltan dos artículos\nenvíenme la factura\nla tapa no cierra\nme cobraron dos veces\nesto es inaceptable\nperfecto, muchas gracias\npuedo cambiar la dirección\nsin novedades desde el lunes\nla caja estaba vacía\ncuál es la política de devolución\nmi cupón no funciona\nnunca lo recibí\nborren mi cuenta\nse rompió en una semana\nhuele a quemado\n¿cabe en un coche pequeño?\nhola, ¿hay alguien?\ndevuélvanme el dinero",
    ),
    (
        "pt",
        "onde está o meu pedido\nquero o reembolso\nchegou quebrado\nquero falar com o gerente\nquando vai ser enviado?\ncancelar minha assinatura\nainda estou esperando resposta\ntamanho errado, quero trocar\npagamento recusado de novo\no aplicativo fecha sozinho\ncomo mudo a minha senha\nvai voltar ao estoque?\nfaltam dois itens\nme mandem a nota fiscal\na tampa não fecha\nfui cobrado duas vezes\nisso é inaceitável\nperfeito, muito obrigado\nposso mudar o endereço\nsem atualização desde segunda\na caixa estava vazia\nqual é a política de devolução\nmeu cupom não funciona\nnunca recebi\napaguem a minha conta\nrasgou em uma semana\ncheira a queimado\ncabe num carro pequeno?\nolá, tem alguém aí?\ndevolvam o meu dinheiro",
    ),
    (
        "it",
        "dov'è il mio ordine\nvoglio il rimborso\nè arrivato rotto\nvoglio parlare con il responsabile\nquando viene spedito?\ndisdire il mio abbonamento\naspetto ancora una risposta\ntaglia sbagliata, vorrei cambiarla\npagamento di nuovo rifiutato\nl'applicazione si blocca\ncome cambio la password\ntorna disponibile?\nmancano due articoli\nmandatemi la fattura\nil coperchio non chiude\nmi avete addebitato due volte\nè inaccettabile\nperfetto, grazie mille\nposso cambiare l'indirizzo\nnessun aggiornamento da lunedì\nla scatola era vuota\nqual è la politica di reso\nil mio codice sconto non funziona\nmai ricevuto\ncancellate il mio account\nsi è rotto dopo una settimana\nodora di bruciato\nci sta in una macchina piccola?\nciao, c'è qualcuno?\nridatemi i soldi",
    ),
    (
        "nl",
        "waar is mijn bestelling\nik wil mijn geld terug\nkapot aangekomen\nik wil de leidinggevende spreken\nwanneer wordt het verzonden?\nabonnement opzeggen graag\nik wacht nog op antwoord\nverkeerde maat, graag ruilen\nbetaling weer geweigerd\nde app loopt vast\nhoe wijzig ik mijn wachtwoord\nkomt dit weer op voorraad?\ner ontbreken twee artikelen\nstuur mij de factuur\nhet deksel sluit niet\nu heeft dubbel afgeschreven\ndit is onacceptabel\nhelemaal goed, bedankt!\nkan ik het adres aanpassen\ngeen update sinds maandag\nde doos was leeg\nwat is het retourbeleid\nmijn kortingscode werkt niet\nnooit ontvangen\nverwijder mijn account\nna een week gescheurd\nhet ruikt verbrand\npast het in een kleine auto?\nhallo, is daar iemand?\nwat een slechte service",
    ),
];

const SENTENCES: &[(&str, &str)] = &[
    ("pl", "Gdzie jest moje zamówienie? Czekam już dwa tygodnie."),
    ("sv", "Var är min beställning? Jag har väntat i två veckor."),
    (
        "da",
        "Hvor er min bestilling? Jeg har ventet i to uger og hører ingenting.",
    ),
    (
        "no",
        "Hvor er bestillingen min? Jeg har ikke fått noen beskjed ennå, takk.",
    ),
    (
        "fi",
        "Missä tilaukseni on? Olen odottanut jo kaksi viikkoa.",
    ),
    ("cs", "Kde je moje objednávka? Čekám už dva týdny."),
    ("tr", "Siparişim nerede? İki haftadır bekliyorum."),
    ("ru", "Где мой заказ? Я жду уже две недели."),
    (
        "uk",
        "Де моє замовлення? Я чекаю вже два тижні, допоможіть.",
    ),
    ("ja", "注文した商品がまだ届きません。"),
    ("ja", "iPhoneの画面が割れました"),
    ("zh", "我的订单在哪里？已经等了两个星期了。"),
    ("ko", "주문한 상품이 아직 도착하지 않았습니다."),
    ("ar", "أين طلبي؟ أنتظر منذ أسبوعين."),
    ("he", "איפה ההזמנה שלי?"),
    ("hi", "मेरा ऑर्डर कहाँ है"),
    ("th", "คำสั่งซื้อของฉันอยู่ที่ไหน"),
    ("el", "Πού είναι η παραγγελία μου"),
];

/// Names, addresses, code and another language's product words stand in a text of its own language.
const MIXED: &[(&str, &str)] = &[
    (
        "de",
        "Das Update vom Smart Home Hub hat meinen Account gelöscht\n\
         Mein Galaxy Watch Bluetooth Headset lässt sich nicht mehr laden, siehe https://example.com/help/en/how-to-charge\n\
         Beim Start kommt immer TypeError: undefined is not an object. Was soll ich jetzt damit tun?\n\
         Schicken Sie es bitte an James Whitmore, 14 Kings Road, Brighton\n\
         bitte das tracking für mein package checken, der support antwortet nicht",
    ),
    (
        "en",
        "Please send it to Jürgen Müller, Königsallee 27, Düsseldorf\n\
         My name is Giuseppe Lombardi and I never got the parcel\n\
         The café on Rue de la République says you cancelled the order",
    ),
    (
        "fr",
        "Le firmware du Bluetooth Speaker Pro Max ne se met plus à jour\n\
         Envoyez le colis chez Schneider, Hauptstraße, à Berlin s'il vous plaît",
    ),
    (
        "es",
        "La app Smart TV Remote no deja hacer login desde ayer\n\
         no me llego el pedido y nadie me contesta el telefono",
    ),
    (
        "nl",
        "Mijn Samsung Smart Switch geeft een error na de update",
    ),
];

#[test]
fn short_texts_of_the_served_languages_are_told_apart() {
    check(Some(&shipped()), SHORT, 97);
}

#[test]
fn other_languages_are_told() {
    check(Some(&shipped()), SENTENCES, 100);
}

#[test]
fn names_and_foreign_terms_do_not_mislead() {
    check(Some(&shipped()), MIXED, 100);
}

#[test]
fn without_a_model_script_and_frequent_words_tell() {
    check(None, SENTENCES, 100);
    check(None, SHORT, 90);
}

#[test]
fn too_little_is_undetermined() {
    let shipped = shipped();
    for text in [
        "",
        "ok",
        "???",
        "A-20417",
        "😀😀",
        "https://example.com/hilfe",
        "hm",
        "#4471-22 / SKU_88121",
        "iPhone Samsung USB",
    ] {
        for model in [Some(&shipped), None] {
            let found = of_text(text, model);
            // The fallback knows no brands; what it says of them is not believed.
            assert!(
                found.code == NONE && found.confidence == 0.0 || found.confidence < 0.5,
                "{text}: {found:?}"
            );
        }
    }
    let solid = "a".repeat(1_000_000);
    assert!(of_text(&solid, Some(&shipped)).confidence <= 1.0);
}

#[test]
fn two_languages_in_one_text_are_not_told_for_sure() {
    let text = "Where is my order? Ich warte seit zwei Wochen darauf.";
    assert!(of_text(text, Some(&shipped())).confidence < 0.95);
}

/// The requester's locale tips what hangs in the balance, and nothing else.
#[test]
fn the_locale_is_a_hint() {
    let probabilities = || vec![("no", 0.5), ("da", 0.4), (NONE, 0.1)];
    assert_eq!(by_model(probabilities(), 1.0, Some("da")).code, "da");
    assert_eq!(by_model(probabilities(), 1.0, Some("en")).code, "no");
    let shipped = shipped();
    let text = "Ich warte seit zwei Wochen auf mein Paket";
    assert_eq!(with_hint(text, Some(&shipped), Some("en")).code, "de");
}

#[test]
fn a_damaged_file_is_refused() {
    assert!(LanguageModel::from_bytes(b"").is_err());
    assert!(LanguageModel::from_bytes(b"HRLG").is_err());
    for end in [7, 30, 300, SHIPPED.len() - 1] {
        let cut = SHIPPED.get(..end).unwrap();
        assert!(LanguageModel::from_bytes(cut).is_err(), "{end} bytes");
    }
    let mut longer = SHIPPED.to_vec();
    longer.push(0);
    assert!(LanguageModel::from_bytes(&longer).is_err());
}

/// What is written is what is read.
#[test]
fn a_model_survives_its_file() {
    let parts = LanguageParts {
        languages: ["en", "de"]
            .map(|code| Language {
                code: code.to_owned(),
                script: 0,
            })
            .to_vec(),
        bits: 16,
        step: 0.5,
        calibration: Calibration {
            scale: 1.0,
            growth: 0.0,
        },
        weights: vec![vec![(0, 3), (200, -7), (65_535, 1)], vec![(40_000, 2)]],
    };
    let model = LanguageModel::from_bytes(&parts.to_bytes()).unwrap();
    assert_eq!(model.languages(), parts.languages);
    let weights: Vec<Vec<(u32, i8)>> = (0..2).map(|language| model.weights_of(language)).collect();
    assert_eq!(weights, parts.weights);
}
