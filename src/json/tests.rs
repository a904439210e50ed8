use super::*;
use crate::json::Plain;
use crate::sorted::Map;

#[derive(Debug, Default, PartialEq, Plain)]
#[serde(default, deny_unknown_fields)]
struct Sample {
    text: String,
    number: f64,
    small: Option<u8>,
    flag: bool,
    list: Vec<Sample>,
    named: Map<String, f64>,
    kind: Option<Kind>,
    any: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Proof>,
}

#[derive(Debug, Clone, Copy, PartialEq, Plain)]
#[serde(rename_all = "snake_case")]
enum Kind {
    First,
}

#[derive(Debug, PartialEq, Plain)]
#[serde(tag = "in", rename_all = "snake_case")]
enum Proof {
    InText {
        words: String,
        at: u32,
    },
    #[serde(rename = "elsewhere")]
    Other {
        id: String,
    },
}

const BLANK: &str = r#""text":"","number":0.0,"small":null,"flag":false,"list":[],"named":{},"kind":null,"any":null"#;

/// `Ok` is the text that is written for what was read; `BLANK` stands for fields that were not given.
#[track_caller]
fn check(given: &str, expected: Result<&str, (&str, usize, usize)>) {
    match (read::<Sample>(given), expected) {
        (Ok(got), Ok(written)) => {
            let written = written.replace("BLANK", BLANK);
            assert_eq!(text(&got), written);
            assert_eq!(serde_json::to_string(&got).unwrap(), written);
            assert_eq!(serde_json::from_str::<Sample>(given).unwrap(), got);
        }
        (Err(error), Err((message, line, column))) => {
            assert_eq!(
                error.to_string(),
                format!("{message} at line {line} column {column}")
            );
            assert_eq!((error.line(), error.column()), (line, column));
        }
        (got, _) => panic!("{got:?} for {given}"),
    }
}

#[test]
fn reads_and_writes() {
    check("{}", Ok("{BLANK}"));
    check(
        r#"{"text":"ä\n\u0001\"","number":1,"small":255,"flag":true,"list":[{"list":[]}],"named":{"a":-1},"kind":"first","any":{"a":[1,null,2.5]}}"#,
        Ok(
            r#"{"text":"ä\n\u0001\"","number":1.0,"small":255,"flag":true,"list":[{BLANK}],"named":{"a":-1.0},"kind":"first","any":{"a":[1,null,2.5]}}"#,
        ),
    );
    check(
        r#"{"small":null,"kind":null,"any":null,"proof":null}"#,
        Ok("{BLANK}"),
    );
    check(
        r#"{"proof":{"in":"in_text","at":2,"words":"w","more":0}}"#,
        Ok(r#"{BLANK,"proof":{"in":"in_text","words":"w","at":2}}"#),
    );
    check(
        r#"{"proof":{"in":"elsewhere","id":"x"}}"#,
        Ok(r#"{BLANK,"proof":{"in":"elsewhere","id":"x"}}"#),
    );
}

#[test]
fn tells_what_is_wrong_and_where() {
    check(
        "{\n \"list\": [{}, {\"text\": 5}]}",
        Err((
            "invalid type: integer `5`, expected a string, in `list[1].text`",
            2,
            24,
        )),
    );
    check(
        r#"{"txt":1}"#,
        Err((
            "unknown field `txt`, expected one of `text`, `number`, `small`, `flag`, `list`, `named`, `kind`, `any`, `proof`",
            1,
            8,
        )),
    );
    check(
        "[]",
        Err(("an object `{…}` belongs here, no list `[…]`", 1, 1)),
    );
    check(
        r#"{"list":[[]]}"#,
        Err((
            "an object `{…}` belongs here, no list `[…]`, in `list[0]`",
            1,
            10,
        )),
    );
    check(
        r#"{"small":256}"#,
        Err((
            "invalid value: integer `256`, expected u8, in `small`",
            1,
            10,
        )),
    );
    check(
        r#"{"small":1.5}"#,
        Err((
            "invalid type: floating point `1.5`, expected u8, in `small`",
            1,
            10,
        )),
    );
    check(
        r#"{"text":null}"#,
        Err(("invalid type: null, expected a string, in `text`", 1, 9)),
    );
    check(
        r#"{"kind":"second"}"#,
        Err((
            "unknown variant `second`, expected `first`, in `kind`",
            1,
            9,
        )),
    );
    check(
        r#"{"proof":{"in":"x"}}"#,
        Err((
            "unknown variant `x`, expected `in_text` or `elsewhere`, in `proof.in`",
            1,
            16,
        )),
    );
    check(
        r#"{"proof":{"in":"in_text","words":""}}"#,
        Err(("missing field `at`, in `proof`", 1, 10)),
    );
    check("{", Err(("EOF while parsing an object", 1, 1)));
}
