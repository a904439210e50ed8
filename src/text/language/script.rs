//! Scripts of letters, which leave few languages, often one.

/// A script that is told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    /// Shared by most languages of the model.
    Latin,
    /// Shared by Russian and its neighbours.
    Cyrillic,
    /// Shared by Arabic, Persian and Urdu.
    Arabic,
    /// A script of one language of the served world, or of none that is known here.
    Of(&'static str),
    /// Chinese characters: Chinese, or Japanese where kana stands among them.
    Han,
    /// Japanese syllables.
    Kana,
}

impl Script {
    /// Its number in the model file, for scripts that several languages share.
    #[must_use]
    pub fn shared(self) -> Option<u8> {
        match self {
            Self::Latin => Some(0),
            Self::Cyrillic => Some(1),
            Self::Arabic => Some(2),
            _ => None,
        }
    }
}

/// The script of a letter, by Unicode's blocks; `None` for what is no letter or of no script.
#[must_use]
pub fn of(character: char) -> Option<Script> {
    if !character.is_alphabetic() {
        return None;
    }
    Some(match character {
        'a'..='z'
        | 'A'..='Z'
        | '\u{aa}'..='\u{2af}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{2c60}'..='\u{2c7f}'
        | '\u{ff21}'..='\u{ff5a}' => Script::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Of("el"),
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{530}'..='\u{58f}' => Script::Of("hy"),
        '\u{590}'..='\u{5ff}' | '\u{fb1d}'..='\u{fb4f}' => Script::Of("he"),
        '\u{600}'..='\u{6ff}'
        | '\u{750}'..='\u{77f}'
        | '\u{8a0}'..='\u{8ff}'
        | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{feff}' => Script::Arabic,
        '\u{900}'..='\u{97f}' => Script::Of("hi"),
        '\u{980}'..='\u{9ff}' => Script::Of("bn"),
        '\u{a00}'..='\u{a7f}' => Script::Of("pa"),
        '\u{a80}'..='\u{aff}' => Script::Of("gu"),
        '\u{b80}'..='\u{bff}' => Script::Of("ta"),
        '\u{c00}'..='\u{c7f}' => Script::Of("te"),
        '\u{c80}'..='\u{cff}' => Script::Of("kn"),
        '\u{d00}'..='\u{d7f}' => Script::Of("ml"),
        '\u{d80}'..='\u{dff}' => Script::Of("si"),
        '\u{e00}'..='\u{e7f}' => Script::Of("th"),
        '\u{e80}'..='\u{eff}' => Script::Of("lo"),
        '\u{1000}'..='\u{109f}' => Script::Of("my"),
        '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}' => Script::Of("ka"),
        '\u{1200}'..='\u{139f}' => Script::Of("am"),
        '\u{1780}'..='\u{17ff}' => Script::Of("km"),
        '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7ff}' => {
            Script::Of("ko")
        }
        '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => Script::Kana,
        '\u{3005}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{2fa1f}' => Script::Han,
        _ => Script::Of("und"),
    })
}

/// Letters of each script of a text, the most frequent first; of equally frequent ones the first
/// seen. Words of syllables and of letters weigh alike: a Chinese character, a kana or a Korean
/// syllable counts as two letters.
#[must_use]
pub(super) fn counts(text: &str) -> Vec<(Script, usize)> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().filter_map(of) {
        let weight = match script {
            Script::Han | Script::Kana | Script::Of("ko") => 2,
            _ => 1,
        };
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += weight,
            None => counts.push((script, weight)),
        }
    }
    counts.sort_by_key(|one| std::cmp::Reverse(one.1));
    counts
}
