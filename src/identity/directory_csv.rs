//! A customer directory as a table in text (CSV), as a shop system or a spreadsheet exports it.

use crate::analysis::Diagnostic;
use crate::identity::{amount, dates, fold, fold_key};
use crate::settings::identity::Customer;
use crate::sorted::Map;
use crate::table::{self, Cell};
use serde_json::{Number, Value};

/// After so many faults reading stops: they have one cause.
const MOST_ERRORS: usize = 20;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Address,
    Tier,
    Tags,
    LifetimeValue,
    Currency,
    Since,
    /// Personal data that the engine has no use for.
    Ignored,
    /// Everything else tells how the product is used, under this key.
    Usage(String),
}

/// Reads a directory: a header row in any order, then a customer a row. Cells are separated by `,`,
/// `;` or a tab, and may be quoted. Columns that are not known become `usage`.
///
/// # Errors
/// Everything that is wrong (up to 20 faults), each with line and column.
pub fn read(bytes: &[u8]) -> Result<Vec<Customer>, Vec<Diagnostic>> {
    let text = decode(bytes).map_err(|fault| vec![fault])?;
    let rows = table::rows(&text).map_err(|table::OpenQuote { line, column }| {
        vec![at(
            line,
            column,
            table::OpenQuote::MESSAGE,
            table::OpenQuote::HELP,
        )]
    })?;
    let mut rows = rows.into_iter();
    let Some(header) = rows.next() else {
        return Err(vec![at(
            1,
            1,
            "the table is empty",
            "give a header row such as `email,tier,tags`, then a customer a row",
        )]);
    };
    let columns = columns(&header).map_err(|fault| vec![fault])?;
    let mut customers = Vec::new();
    let mut faults = Vec::new();
    let mut seen: Map<String, usize> = Map::new();
    for row in rows {
        match customer(&columns, &row) {
            Ok(customer) => {
                let line = row.first().map_or(0, |cell| cell.line);
                if let Some(first) = seen.insert(fold(&customer.address), line) {
                    faults.push(at(
                        line,
                        1,
                        format!("`{}` stands in line {first} already", customer.address),
                        "keep one row for each address",
                    ));
                }
                customers.push(customer);
            }
            Err(fault) => faults.push(fault),
        }
        if faults.len() >= MOST_ERRORS {
            break;
        }
    }
    if faults.is_empty() {
        Ok(customers)
    } else {
        Err(faults)
    }
}

fn at(
    line: usize,
    column: usize,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    Diagnostic {
        line: Some(line),
        column: Some(column),
        ..Diagnostic::new("directory_csv", message, help)
    }
}

/// UTF-8, or UTF-16 with its byte order mark.
fn decode(bytes: &[u8]) -> Result<String, Diagnostic> {
    let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = rest.chunks_exact(2).map(|pair| match pair {
            [first, second] => unit([*first, *second]),
            _ => 0,
        });
        char::decode_utf16(units)
            .collect::<Result<String, _>>()
            .ok()
    };
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(str::to_owned),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        all => std::str::from_utf8(all).ok().map(str::to_owned),
    };
    text.ok_or_else(|| {
        let good = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let before = String::from_utf8_lossy(bytes.get(..good).unwrap_or(&[])).into_owned();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
        at(
            line,
            column,
            "the file is not in UTF-8",
            "save the table as `CSV UTF-8`",
        )
    })
}

fn columns(header: &[Cell]) -> Result<Vec<Column>, Diagnostic> {
    let mut columns: Vec<Column> = Vec::new();
    for cell in header {
        let column = column(&cell.text);
        let twice = !matches!(column, Column::Ignored) && columns.contains(&column);
        if twice {
            return Err(at(
                cell.line,
                cell.column,
                format!(
                    "the column `{}` has the meaning of an earlier one",
                    cell.text
                ),
                "remove or rename one of them",
            ));
        }
        columns.push(column);
    }
    if columns.contains(&Column::Address) {
        Ok(columns)
    } else {
        let first = header.first();
        Err(at(
            first.map_or(1, |cell| cell.line),
            first.map_or(1, |cell| cell.column),
            "no column holds the customers' mail addresses",
            "name one of the columns in the first row `email`",
        ))
    }
}

fn column(header: &str) -> Column {
    match fold_key(header).as_str() {
        "email" | "emailaddress" | "mail" | "mailaddress" | "address" | "customeremail"
        | "useremail" | "contactemail" | "emailadresse" | "mailadresse" | "courriel" | "correo"
        | "correoelectronico" | "correoelectrónico" | "login" => Column::Address,
        "tier" | "loyaltytier" | "customertier" | "membershiptier" | "level" | "loyaltylevel"
        | "membership" | "membershiplevel" | "loyalty" | "loyaltystatus" | "viptier" | "stufe" => {
            Column::Tier
        }
        "tags" | "tag" | "labels" | "customertags" | "usertags" | "segments" => Column::Tags,
        "lifetimevalue"
        | "ltv"
        | "clv"
        | "cltv"
        | "customerlifetimevalue"
        | "totalspent"
        | "totalspend"
        | "totalrevenue"
        | "lifetimespend"
        | "amountspent"
        | "value"
        | "revenue"
        | "umsatz"
        | "gesamtumsatz" => Column::LifetimeValue,
        "currency" | "currencycode" | "währung" | "waehrung" | "devise" | "moneda" => {
            Column::Currency
        }
        "customersince" | "since" | "membersince" | "createdat" | "created" | "signupdate"
        | "signedup" | "signedupat" | "registered" | "registeredat" | "joined" | "joinedat"
        | "firstorder" | "firstorderdate" | "kundeseit" => Column::Since,
        "name" | "fullname" | "firstname" | "lastname" | "givenname" | "familyname" | "surname"
        | "customername" | "phone" | "phonenumber" | "mobile" | "telephone" | "street" | "city"
        | "zip" | "postcode" | "id" | "customerid" | "userid" | "notes" | "" => Column::Ignored,
        _ => Column::Usage(usage_key(header)),
    }
}

/// `Orders last year` as `orders_last_year`.
fn usage_key(header: &str) -> String {
    header
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

fn customer(columns: &[Column], row: &[Cell]) -> Result<Customer, Diagnostic> {
    if let Some(extra) = row
        .get(columns.len()..)
        .and_then(|rest| rest.iter().find(|cell| !cell.text.is_empty()))
    {
        return Err(at(
            extra.line,
            extra.column,
            format!("the row has more cells than the header's {}", columns.len()),
            "put a cell that holds the separator in quotes",
        ));
    }
    let cell = |wanted: Column| {
        columns
            .iter()
            .position(|column| *column == wanted)
            .and_then(|index| row.get(index))
            .filter(|cell| !cell.text.is_empty())
    };
    let Some(address) = cell(Column::Address) else {
        let (line, column) = row.first().map_or((0, 0), |cell| (cell.line, cell.column));
        return Err(at(
            line,
            column,
            "the row has no mail address",
            "fill it in, or remove the row",
        ));
    };
    let is_address = address.text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains(|c: char| c.is_alphanumeric())
    }) && !address.text.contains(char::is_whitespace);
    if !is_address {
        return Err(at(
            address.line,
            address.column,
            format!("`{}` is no mail address", address.text),
            "write it as `name@example.com`",
        ));
    }
    let currency = cell(Column::Currency).map_or("", |cell| cell.text.as_str());
    let lifetime_value = match cell(Column::LifetimeValue) {
        None => None,
        Some(cell) => Some(
            amount::read(&Value::String(cell.text.clone()), currency).ok_or_else(|| {
                at(
                    cell.line,
                    cell.column,
                    format!("`{}` is no sum", cell.text),
                    "write it as `1280.75` or `1280.75 EUR`",
                )
            })?,
        ),
    };
    let customer_since = match cell(Column::Since) {
        None => None,
        Some(cell) => Some(dates::read(&cell.text).ok_or_else(|| {
            at(
                cell.line,
                cell.column,
                format!("`{}` is no date with a single reading", cell.text),
                "write it as `2024-08-02`",
            )
        })?),
    };
    let usage = columns
        .iter()
        .zip(row)
        .filter_map(|(column, cell)| match column {
            Column::Usage(key) if !cell.text.is_empty() => Some((key.clone(), plain(&cell.text))),
            _ => None,
        })
        .collect();
    Ok(Customer {
        address: address.text.clone(),
        tier: cell(Column::Tier).map(|cell| cell.text.clone()),
        tags: cell(Column::Tags).map_or_else(Vec::new, |cell| {
            cell.text
                .split([',', ';', '|'])
                .map(str::trim)
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect()
        }),
        lifetime_value,
        customer_since,
        usage,
    })
}

/// A cell as a number or a truth value where it is one.
fn plain(text: &str) -> Value {
    if let Ok(number) = text.parse::<i64>() {
        // `007` is a code, not seven.
        if number.to_string() == text {
            return Value::Number(number.into());
        }
    }
    if let Some(number) = text
        .parse::<f64>()
        .ok()
        .and_then(Number::from_f64)
        .filter(|number| number.to_string() == text)
    {
        return Value::Number(number);
    }
    match text.to_ascii_lowercase().as_str() {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => Value::String(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(bytes: &[u8], expected: Value) {
        let customers = read(bytes).unwrap();
        assert_eq!(serde_json::to_value(customers).unwrap(), expected);
    }

    #[track_caller]
    fn refuses(bytes: &[u8], line: usize, column: usize, part: &str) {
        let faults = read(bytes).unwrap_err();
        let fault = faults.first().unwrap();
        assert_eq!(
            (fault.line, fault.column),
            (Some(line), Some(column)),
            "{fault:?}"
        );
        assert!(fault.message.contains(part), "{fault:?}");
    }

    fn ann() -> Value {
        json!([{
            "address": "ann@example.com", "tier": "gold", "tags": ["early", "press"],
            "lifetime_value": {"amount": "1280.75", "currency": "EUR"},
            "customer_since": "2020-01-09", "usage": {"orders_last_year": 6, "plan": "coffee box"}
        }])
    }

    #[test]
    fn reads_any_order_separator_and_quotes() {
        check(
            b"email,name,tier,tags,lifetime_value,currency,customer_since,orders_last_year,plan\nann@example.com,Ann,gold,\"early,press\",1280.75,EUR,2020-01-09,6,coffee box\n",
            ann(),
        );
        check(
            "\u{feff}Plan;Orders last year;Customer since;LTV;Tags;Loyalty tier;E-Mail\r\n\r\n\"coffee box\";6;09.01.2020;1.280,75 €;early|press;gold;ann@example.com\r\n".as_bytes(),
            ann(),
        );
        check(
            b"Email address\tTier\ttags\tTotal spent\tCurrency\tSince\torders-last-year\tplan\nann@example.com\tgold\tearly; press\t1280.75\tEUR\t2020-01-09\t6\tcoffee box",
            ann(),
        );
        check(b"email,tier\n", json!([]));
    }

    #[test]
    fn empty_cells_say_nothing() {
        check(
            b"email,tier,tags,ltv,visits\nbo@example.com,,,,\n,,,,\n",
            json!([{"address": "bo@example.com", "tier": null, "tags": [], "lifetime_value": null, "customer_since": null, "usage": {}}]),
        );
    }

    #[test]
    fn refuses_with_line_and_column() {
        refuses(b"", 1, 1, "empty");
        refuses(b"\n \n name,tier\nAnn,gold", 3, 1, "mail addresses");
        refuses(b"email,tier\nann,gold\n", 2, 1, "`ann` is no mail address");
        refuses(b"tier,email\ngold,\n", 2, 1, "no mail address");
        refuses(
            b"email,ltv\na@example.com,lots\n",
            2,
            15,
            "`lots` is no sum",
        );
        refuses(
            b"email,since\na@example.com,4/5/2020\n",
            2,
            15,
            "single reading",
        );
        refuses(b"email,tier\na@example.com,gold,x\n", 2, 20, "more cells");
        refuses(
            b"email,tier\na@example.com,\"gold\nb@example.com,x\n",
            2,
            15,
            "never closed",
        );
        refuses(
            b"email\na@example.com\nb@example.com\nA@example.com\n",
            4,
            1,
            "line 2 already",
        );
        refuses(b"email,Mail\n", 1, 7, "earlier one");
        refuses(b"email\nm\xfcller@example.com\n", 2, 2, "UTF-8");
        refuses(
            "email,x\n\"a@example.com\",ü\n\"é\n\",1\n".as_bytes(),
            3,
            1,
            "no mail address",
        );
    }
}
