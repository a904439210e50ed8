//! `#[derive(Plain)]`: how plain data is read from JSON and written to it.
//!
//! serde's own derives write a reader and a writer for every type and every format; a type of the contract
//! costs some kilobytes of WebAssembly that way. Here a type gets a table of its fields and two functions
//! that lend a field by its number, and one reader and one writer (`src/json/`) serve all. Towards other
//! crates the types have serde's traits all the same.
//!
//! Understood of serde's attributes, with serde's meaning: `default` (of a struct: all fields may be left
//! out and its `Default` fills them; of a field: a blank one fills it), `deny_unknown_fields`,
//! `rename = "…"`, `rename_all = "snake_case" | "lowercase" | "camelCase"`, `tag = "…"`,
//! `skip_serializing_if = "…"` (whatever it names: left out when empty), and `deserialize_with`, which is
//! `"null_default"` (null for a blank value) or `"id"` (that, and a number or a truth as text); of a struct it
//! is the name of its own function from a value.

mod attributes;
mod choice;
mod record;

use proc_macro::TokenStream;
use syn::{Data, DeriveInput, parse_macro_input};

/// Derives `json::Plain`, and `serde::Serialize` and `serde::Deserialize` by way of it.
#[proc_macro_derive(Plain, attributes(serde))]
pub fn plain(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let made = match &input.data {
        Data::Struct(data) => record::of_struct(&input, data),
        Data::Enum(data) => choice::of_enum(&input, data),
        Data::Union(_) => Err(syn::Error::new_spanned(
            &input.ident,
            "plain data is a struct or an enum",
        )),
    };
    made.unwrap_or_else(|error| error.to_compile_error()).into()
}
