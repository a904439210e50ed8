//! Character references: what `&eacute;`, `&#233;` and `&#xe9;` stand for.
//!
//! After the HTML standard, section 13.2.5.72 and following, with fewer names: those of HTML 4, the
//! letters of Latin Extended-A and punctuation. Other names are read as the text they are.

/// A reference at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reference {
    /// What it stands for.
    pub(super) character: char,
    /// Bytes that it takes, with `&` and, where it has one, the semicolon.
    pub(super) len: usize,
}

/// The reference with which a text begins, if it begins with one. In an attribute's value a name
/// without semicolon is text where a letter, a digit or `=` follows, as in `?a=1&copy=2`.
pub(super) fn read(text: &str, attribute: bool) -> Option<Reference> {
    let rest = text.strip_prefix('&')?;
    let mut reference = match rest.strip_prefix('#') {
        Some(number) => numeric(number)?,
        None => named(rest, attribute)?,
    };
    reference.len += text.len() - rest.len();
    Some(reference)
}

/// Text with its references replaced, as in an attribute's value.
pub(super) fn replaced(mut value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    while let Some((before, _)) = value.split_once('&') {
        out.push_str(before);
        let from = value.get(before.len()..).unwrap_or_default();
        let (character, len) =
            read(from, true).map_or(('&', 1), |found| (found.character, found.len));
        out.push(character);
        value = from.get(len..).unwrap_or_default();
    }
    out.push_str(value);
    out
}

/// Reads what follows `&#`.
fn numeric(text: &str) -> Option<Reference> {
    let (radix, digits) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (16, digits),
        None => (10, text),
    };
    let mut code = 0_u32;
    let mut count = 0;
    for digit in digits.chars().map_while(|digit| digit.to_digit(radix)) {
        code = code.saturating_mul(radix).saturating_add(digit);
        count += 1;
    }
    if count == 0 {
        return None;
    }
    let semicolon = digits.get(count..)?.starts_with(';');
    Some(Reference {
        character: character(code),
        len: 1 + text.len() - digits.len() + count + usize::from(semicolon),
    })
}

/// The character of a code. Those from 128 to 159 are meant as Windows-1252.
fn character(code: u32) -> char {
    const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let windows = code
        .checked_sub(0x80)
        .and_then(|at| WINDOWS_1252.chars().nth(at as usize));
    match windows {
        Some(character) => character,
        None => char::from_u32(code)
            .filter(|character| *character != '\0')
            .unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// Reads what follows `&`.
fn named(text: &str, attribute: bool) -> Option<Reference> {
    let len = text
        .bytes()
        .take(LONGEST_NAME)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let rest = text.get(len..)?;
    if rest.starts_with(';') {
        let name = text.get(..len)?;
        if let Some(character) = look_up(name) {
            return Some(Reference {
                character,
                len: len + 1,
            });
        }
    }
    (2..=len.min(LONGEST_BARE_NAME)).rev().find_map(|len| {
        let (name, rest) = text.split_at_checked(len)?;
        let character = look_up(name).filter(|character| needs_no_semicolon(*character))?;
        let continues = rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '=');
        (!attribute || !continues).then_some(Reference { character, len })
    })
}

/// Old names stand without semicolon too: in [`NAMES`] those of Latin-1 and of markup.
fn needs_no_semicolon(character: char) -> bool {
    matches!(character, '\u{a0}'..='\u{ff}' | '"' | '&' | '<' | '>')
}

/// Searches [`NAMES`] by halves.
fn look_up(name: &str) -> Option<char> {
    let (mut low, mut high) = (0, NAMES.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let bytes = NAMES.as_bytes();
        let start = low
            + (bytes.get(low..middle)?.iter())
                .rposition(|byte| *byte == b' ')
                .map_or(0, |space| space + 1);
        let end = start
            + bytes
                .get(start..high)?
                .iter()
                .position(|byte| *byte == b' ')?;
        let (found, value) = NAMES.get(start..end)?.split_once('=')?;
        match found.cmp(name) {
            std::cmp::Ordering::Equal => return value.chars().next(),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// Bytes of the longest name in [`NAMES`].
const LONGEST_NAME: usize = 14;
/// Bytes of the longest name that needs no semicolon.
const LONGEST_BARE_NAME: usize = 6;

/// Names and what they stand for, sorted by bytes; a space ends each.
const NAMES: &str = "\
    AElig=Æ AMP=& Aacute=Á Abreve=Ă Acirc=Â Agrave=À Alpha=Α Amacr=Ā Aogon=Ą Aring=Å Atilde=Ã \
    Auml=Ä Beta=Β COPY=© Cacute=Ć Ccaron=Č Ccedil=Ç Ccirc=Ĉ Cdot=Ċ Chi=Χ Dagger=‡ Dcaron=Ď \
    Delta=Δ Dstrok=Đ ENG=Ŋ ETH=Ð Eacute=É Ecaron=Ě Ecirc=Ê Edot=Ė Egrave=È Emacr=Ē Eogon=Ę \
    Epsilon=Ε Eta=Η Euml=Ë GT=> Gamma=Γ Gbreve=Ğ Gcedil=Ģ Gcirc=Ĝ Gdot=Ġ Hat=^ Hcirc=Ĥ \
    Hstrok=Ħ IJlig=Ĳ Iacute=Í Icirc=Î Idot=İ Igrave=Ì Imacr=Ī Iogon=Į Iota=Ι Itilde=Ĩ Iuml=Ï \
    Jcirc=Ĵ Kappa=Κ Kcedil=Ķ LT=< Lacute=Ĺ Lambda=Λ Lcaron=Ľ Lcedil=Ļ Lmidot=Ŀ Lstrok=Ł Mu=Μ \
    Nacute=Ń Ncaron=Ň Ncedil=Ņ NewLine=\n NoBreak=\u{2060} Ntilde=Ñ Nu=Ν OElig=Œ Oacute=Ó \
    Ocirc=Ô Odblac=Ő Ograve=Ò Omacr=Ō Omega=Ω Omicron=Ο Oslash=Ø Otilde=Õ Ouml=Ö Phi=Φ Pi=Π \
    Prime=″ Psi=Ψ QUOT=\" REG=® Racute=Ŕ Rcaron=Ř Rcedil=Ŗ Rho=Ρ RightArrow=→ Sacute=Ś \
    Scaron=Š Scedil=Ş Scirc=Ŝ Sigma=Σ THORN=Þ TRADE=™ Tab=\t Tau=Τ Tcaron=Ť Tcedil=Ţ Theta=Θ \
    Tstrok=Ŧ Uacute=Ú Ubreve=Ŭ Ucirc=Û Udblac=Ű Ugrave=Ù Umacr=Ū Uogon=Ų Upsilon=Υ Uring=Ů \
    Utilde=Ũ Uuml=Ü Verbar=‖ Vert=‖ Wcirc=Ŵ Xi=Ξ Yacute=Ý Ycirc=Ŷ Yuml=Ÿ Zacute=Ź Zcaron=Ž \
    Zdot=Ż ZeroWidthSpace=\u{200b} Zeta=Ζ aacute=á abreve=ă acirc=â acute=´ aelig=æ agrave=à \
    alefsym=ℵ alpha=α amacr=ā amp=& and=∧ ang=∠ aogon=ą apos=' aring=å ast=* asymp=≈ atilde=ã \
    auml=ä bdquo=„ beta=β blank=␣ block=█ boxh=─ brvbar=¦ bsol=\\ bull=• bullet=• cacute=ć \
    cap=∩ ccaron=č ccedil=ç ccirc=ĉ cdot=ċ cedil=¸ cent=¢ check=✓ checkmark=✓ chi=χ circ=ˆ \
    clubs=♣ colon=: comma=, commat=@ cong=≅ copy=© copysr=℗ crarr=↵ cross=✗ cup=∪ curren=¤ \
    dArr=⇓ dagger=† darr=↓ dash=‐ dcaron=ď deg=° delta=δ diams=♦ divide=÷ dollar=$ dstrok=đ \
    eacute=é ecaron=ě ecirc=ê edot=ė egrave=è emacr=ē empty=∅ emsp=\u{2003} emsp13=\u{2004} \
    emsp14=\u{2005} eng=ŋ ensp=\u{2002} eogon=ę epsilon=ε equals== equiv=≡ eta=η eth=ð euml=ë \
    euro=€ excl=! exist=∃ female=♀ flat=♭ fnof=ƒ forall=∀ frac12=½ frac13=⅓ frac14=¼ frac15=⅕ \
    frac18=⅛ frac23=⅔ frac34=¾ frac38=⅜ frac58=⅝ frac78=⅞ frasl=⁄ gamma=γ gbreve=ğ gcirc=ĝ \
    gdot=ġ ge=≥ grave=` gt=> hArr=⇔ hairsp=\u{200a} harr=↔ hcirc=ĥ hearts=♥ hellip=… horbar=― \
    hstrok=ħ hyphen=‐ iacute=í icirc=î iexcl=¡ igrave=ì ijlig=ĳ imacr=ī image=ℑ imath=ı \
    incare=℅ infin=∞ inodot=ı int=∫ iogon=į iota=ι iquest=¿ isin=∈ itilde=ĩ iuml=ï jcirc=ĵ \
    kappa=κ kcedil=ķ kgreen=ĸ lArr=⇐ lacute=ĺ lambda=λ lang=⟨ laquo=« larr=← lbrace={ \
    lbrack=[ lcaron=ľ lcedil=ļ lceil=⌈ lcub={ ldquo=“ le=≤ leftarrow=← lfloor=⌊ lmidot=ŀ \
    lowast=∗ lowbar=_ loz=◊ lpar=( lrm=\u{200e} lsaquo=‹ lsqb=[ lsquo=‘ lstrok=ł lt=< macr=¯ \
    male=♂ marker=▮ mdash=— micro=µ middot=· minus=− mldr=… mu=μ nabla=∇ nacute=ń napos=ŉ \
    natural=♮ nbsp=\u{a0} ncaron=ň ncedil=ņ ndash=– ne=≠ ni=∋ nldr=‥ not=¬ notin=∉ nsub=⊄ \
    ntilde=ñ nu=ν num=# numero=№ numsp=\u{2007} oacute=ó ocirc=ô odblac=ő oelig=œ ograve=ò \
    oline=‾ omacr=ō omega=ω omicron=ο oplus=⊕ or=∨ ordf=ª ordm=º oslash=ø otilde=õ otimes=⊗ \
    ouml=ö para=¶ part=∂ percnt=% period=. permil=‰ perp=⊥ phi=φ phone=☎ pi=π piv=ϖ plus=+ \
    plusmn=± pound=£ prime=′ prod=∏ prop=∝ psi=ψ puncsp=\u{2008} quest=? quot=\" rArr=⇒ \
    racute=ŕ radic=√ rang=⟩ raquo=» rarr=→ rarrw=↝ rbrace=} rbrack=] rcaron=ř rcedil=ŗ \
    rceil=⌉ rcub=} rdquo=” real=ℜ reg=® rfloor=⌋ rho=ρ rightarrow=→ rlm=\u{200f} rpar=) \
    rsaquo=› rsqb=] rsquo=’ sacute=ś sbquo=‚ scaron=š scedil=ş scirc=ŝ sdot=⋅ sect=§ semi=; \
    sharp=♯ shy=\u{ad} sigma=σ sigmaf=ς sim=∼ sol=/ spades=♠ squ=□ square=□ star=☆ starf=★ \
    sub=⊂ sube=⊆ sum=∑ sung=♪ sup=⊃ sup1=¹ sup2=² sup3=³ supe=⊇ szlig=ß target=⌖ tau=τ \
    tcaron=ť tcedil=ţ telrec=⌕ there4=∴ theta=θ thetasym=ϑ thinsp=\u{2009} thorn=þ tilde=˜ \
    times=× trade=™ tstrok=ŧ uArr=⇑ uacute=ú uarr=↑ ubreve=ŭ ucirc=û udblac=ű ugrave=ù \
    umacr=ū uml=¨ uogon=ų upsih=ϒ upsilon=υ uring=ů utilde=ũ uuml=ü vellip=⋮ verbar=| vert=| \
    wcirc=ŵ weierp=℘ xi=ξ yacute=ý ycirc=ŷ yen=¥ yuml=ÿ zacute=ź zcaron=ž zdot=ż zeta=ζ \
    zwj=\u{200d} zwnj=\u{200c} ";

#[cfg(test)]
mod tests;
