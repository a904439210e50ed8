//! Languages of short support texts.

use super::*;

/// Texts that are read as another language than theirs.
fn wrong(code: &str, texts: &str) -> Vec<String> {
    texts
        .lines()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .filter_map(|text| {
            let found = of_text(text);
            (found.code != code)
                .then(|| format!("{code} as {} {}: {text}", found.code, found.confidence))
        })
        .collect()
}

pub(super) const SHORT: &[(&str, &str)] = &[
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

#[test]
fn short_texts_of_the_served_languages_are_told_apart() {
    let wrong: Vec<String> = SHORT
        .iter()
        .flat_map(|(code, texts)| wrong(code, texts))
        .collect();
    let all: usize = SHORT.iter().map(|(_, texts)| texts.lines().count()).sum();
    assert!(all >= 210);
    assert!(
        wrong.len() * 100 <= all * 3,
        "{} of {all} wrong: {wrong:#?}",
        wrong.len()
    );
}

#[test]
fn other_languages_are_told() {
    let texts = [
        ("pl", "Gdzie jest moje zamówienie? Czekam już dwa tygodnie."),
        ("sv", "Var är min beställning? Jag har väntat i två veckor."),
        (
            "da",
            "Hvor er min bestilling? Jeg har ventet i to uger og hører ingenting.",
        ),
        (
            "nb",
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
        ("zh", "我的订单在哪里？已经等了两个星期了。"),
        ("ko", "주문한 상품이 아직 도착하지 않았습니다."),
        ("ar", "أين طلبي؟ أنتظر منذ أسبوعين."),
    ];
    let wrong: Vec<String> = texts
        .iter()
        .flat_map(|(code, text)| wrong(code, text))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn too_little_is_undetermined() {
    for text in [
        "",
        "ok",
        "???",
        "A-20417",
        "😀😀",
        "https://example.com/hilfe",
        "hm",
    ] {
        let found = of_text(text);
        assert_eq!(
            (found.code.as_str(), found.confidence),
            ("und", 0.0),
            "{text}"
        );
    }
    let solid = "a".repeat(1_000_000);
    assert!(of_text(&solid).confidence <= 1.0);
}
