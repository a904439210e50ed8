//! JSON to plain data and back, by way of a parsed value.
//!
//! Types of the contract derive [`Plain`] (`crates/derive`): a table of their fields, and a field lent by
//! its number. One reader and one writer serve them all, because the WebAssembly would otherwise carry a
//! reader for every type. An object is an object (serde's readers take a list for it too), and what is
//! wrong is told with its path, line and column.

mod bridge;
mod fault;
pub(crate) mod position;
mod read;
mod scalar;
mod write;

pub(crate) use bridge::{bridge, deserialize, serialize};
pub(crate) use fault::Fault;
pub(crate) use handrail_derive::Plain;
pub(crate) use read::{read_record, read_tag, read_word};
pub(crate) use write::{number, text};

use serde_json::Value;

/// Data that JSON carries.
pub(crate) trait Plain {
    /// What stands where nothing was given.
    fn blank() -> Self
    where
        Self: Sized;

    /// Takes what a value holds. What it held before must be blank, or a default.
    ///
    /// # Errors
    /// When the value is not of the shape.
    fn read(&mut self, value: Value) -> Result<(), Fault>;

    /// What it holds, for the writer.
    fn view(&self) -> View<'_>;
}

/// What plain data holds.
pub(crate) enum View<'a> {
    /// `null`.
    Null,
    /// A truth value.
    Truth(bool),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A text.
    Text(&'a str),
    /// A list.
    List(&'a dyn List),
    /// A map with keys of any name, in their order.
    Map(&'a dyn Named),
    /// An object with known keys.
    Record(&'a dyn Record),
    /// Anything.
    Value(&'a Value),
}

impl View<'_> {
    /// Nothing, an empty list or an empty map: what may be left out.
    fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::List(list) => list.length() == 0,
            Self::Map(map) => map.is_empty(),
            _ => false,
        }
    }
}

/// A list of plain data.
pub(crate) trait List {
    /// How many items.
    fn length(&self) -> usize;
    /// An item.
    fn item(&self, number: usize) -> Option<&dyn Plain>;
    /// A new, blank item at the end.
    fn grow(&mut self) -> Option<&mut dyn Plain>;
}

/// Plain data by name.
pub(crate) trait Named {
    /// Whether there is none.
    fn is_empty(&self) -> bool;
    /// Shows every entry in the order of names, until `show` says `false`.
    fn each<'a>(&'a self, show: &mut dyn FnMut(&'a str, &'a dyn Plain) -> bool);
}

/// A struct, or a variant with named fields.
pub(crate) trait Record {
    /// Its fields.
    fn shape(&self) -> &'static Shape;
    /// A field by its number in the shape.
    fn field(&self, number: usize) -> Option<&dyn Plain>;
    /// The same, to be read into.
    fn field_mut(&mut self, number: usize) -> Option<&mut dyn Plain>;
}

/// The fields of a record.
pub(crate) struct Shape {
    /// How errors call it.
    pub(crate) name: &'static str,
    /// Whether other keys are refused.
    pub(crate) closed: bool,
    /// A key with a fixed text, before the fields.
    pub(crate) tag: Option<(&'static str, &'static str)>,
    /// In the order in which they are written; at most 64.
    pub(crate) fields: &'static [Field],
}

/// A field of a record.
pub(crate) struct Field {
    /// Its key.
    pub(crate) name: &'static str,
    /// Whether it must be given.
    pub(crate) required: bool,
    /// Whether it is left out where it is empty.
    pub(crate) skip: bool,
    /// What is taken for it.
    pub(crate) reading: Reading,
}

/// What is taken for a field's value.
pub(crate) enum Reading {
    /// What its type says.
    Strict,
    /// Also `null`, which leaves it blank.
    NullAsBlank,
    /// An identifier: a number or a truth value becomes text, `null` leaves it blank.
    Identifier,
}

/// Data from JSON text.
///
/// # Errors
/// When the text is no JSON, or not of the shape; with line and column.
pub(crate) fn read<T: Plain>(text: &str) -> Result<T, serde_json::Error> {
    shape(serde_json::from_str(text)?, Some(text))
}

/// Data from a parsed value; `text` is what it was parsed from.
///
/// # Errors
/// When it is not of the shape; with line and column where the text is given.
pub(crate) fn shape<T: Plain>(value: Value, text: Option<&str>) -> Result<T, serde_json::Error> {
    let mut data = T::blank();
    match data.read(value) {
        Ok(()) => Ok(data),
        Err(fault) => Err(fault.told(text)),
    }
}

#[cfg(test)]
mod tests;
