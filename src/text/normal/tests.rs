//! Normal forms and their way back.

use super::*;

fn check(visible: &str, expected: &str) {
    let normal = Normal::of(visible, &(0..visible.len()), &[]);
    assert_eq!(normal.text, expected, "{visible}");
    check_origins(visible);
}

/// Origins are ranges of characters of the visible text, in growing order.
fn check_origins(visible: &str) {
    let normal = Normal::of(visible, &(0..visible.len()), &[]);
    assert_eq!(normal.text.len(), normal.origins.len());
    let mut last = 0;
    for (at, character) in normal.text.char_indices() {
        let range = normal.visible(&(at..at + character.len_utf8()));
        assert!(
            visible
                .get(range.clone())
                .is_some_and(|source| !source.is_empty()),
            "{visible:?} at {at}: {range:?}"
        );
        assert!(range.start >= last, "{visible:?} at {at}");
        last = range.start;
    }
}

#[test]
fn case_width_and_invisible_characters_are_levelled() {
    check("LAWYER", "lawyer");
    check("ＬＡＷＹＥＲ", "lawyer");
    check("la\u{200b}wy\u{ad}er\u{feff}", "lawyer");
    check("l\u{336}a\u{336}w\u{336}yer", "lawyer");
    check("cafe\u{301} CAFÉ", "café café");
    check("don’t “x”", "don't \"x\"");
    check("a \n\t b", "a b");
    check("one\n> two\n>> three", "one two three");
    check(
        "𝐥𝐚𝐰𝐲𝐞𝐫 ⓛawyer ʟᴀᴡʏᴇʀ 🅻awyer",
        "lawyer lawyer lawyer 🅻awyer".replace('🅻', "l").as_str(),
    );
    check("", "");
    check("İstanbul", "istanbul");
}

#[test]
fn lookalikes_are_levelled_among_latin_letters_only() {
    check("lаwуеr", "lawyer");
    check("I will ѕuе", "i will sue");
    check("I will ѕие you", "i will ѕие you");
    check("my lαwyer", "my lawyer");
    check("see the сору", "see the copy");
    check("я буду жаловаться", "я буду жаловаться");
    check("сор iphone не работает", "сор iphone не работает");
}

#[test]
fn letters_set_apart_are_joined() {
    check("my l a w y e r knows", "my lawyer knows");
    check("l.a.w.y.e.r", "lawyer");
    check("l-a-w-y-e-r!", "lawyer!");
    check("l*a*w*y*e*r", "lawyer");
    check("s u e  y o u r", "s u e your");
    check("e.g. the U.S.A. is", "e.g. the u.s.a. is");
    check("I am a b", "i am a b");
    check("plan b or c", "plan b or c");
}

#[test]
fn figures_among_letters_become_letters() {
    check("my 1awyer", "my lawyer");
    check("l4wyer and lawy3r", "lawyer and lawyer");
    check("m@nager", "manager");
    check("ann@example.com", "ann@example.com");
    check("1week 2weeks 20mg", "1week 2weeks 20mg");
    check("iphone5 mp3 h1n1", "iphone5 mp3 h1n1");
    check("$450", "$450");
}

#[test]
fn a_part_of_a_text_keeps_its_place() {
    let text = "Hi. My lаwyer";
    let range = 4..text.len();
    let normal = Normal::of(text, &range, &[]);
    assert_eq!(&text[normal.visible(&(3..9))], "lаwyer");
}

proptest::proptest! {
    #[test]
    fn any_text_has_true_origins(text in "(\\PC|[ a-zA-Z0-9.\n>\u{301}\u{200b}\u{336}]){0,80}") {
        check_origins(&text);
        let normal = Normal::of(&text, &(0..text.len()), &[]);
        proptest::prop_assert!(normal.text.len() <= text.len() * 18);
    }
}
