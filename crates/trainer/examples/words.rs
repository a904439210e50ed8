//! Reads texts, a JSON string a line, and writes for each the words of its sentences as the engine's
//! models read them: a JSON list of lists a line. The training of the sentence model begins with it.

use handrail::text::{Standing, words};
use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?).map_err(io::Error::other)?;
        let conversation = handrail_trainer::dataset::conversation(&text);
        let sentences: Vec<Vec<String>> = conversation
            .sentences(Standing::Reported)
            .map(|(_, sentence)| {
                let mut letters = Vec::new();
                words::walk(&sentence.normal.text, usize::MAX, |word| {
                    letters.push(word.letters.iter().collect());
                });
                letters
            })
            .collect();
        writeln!(out, "{}", serde_json::to_string(&sentences)?)?;
    }
    out.flush()
}
