//! serde's traits for plain data, so that programs around the engine read and write it in any format.
//! Only what they use is compiled; the WebAssembly uses nothing of it.

use super::{Plain, View};
use serde::de::{Deserializer, Error};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

struct Served<'a>(&'a dyn Plain);

impl Serialize for Served<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.view() {
            View::Null => serializer.serialize_unit(),
            View::Truth(truth) => serializer.serialize_bool(truth),
            View::Whole(number) => serializer.serialize_i64(number),
            View::Number(number) => serializer.serialize_f64(number),
            View::Text(text) => serializer.serialize_str(text),
            View::Value(value) => value.serialize(serializer),
            View::List(list) => {
                let mut out = serializer.serialize_seq(Some(list.length()))?;
                for item in (0..list.length()).filter_map(|number| list.item(number)) {
                    out.serialize_element(&Served(item))?;
                }
                out.end()
            }
            View::Map(map) => {
                let mut out = serializer.serialize_map(None)?;
                let mut done = Ok(());
                map.each(&mut |name, item| {
                    done = out.serialize_entry(name, &Served(item));
                    done.is_ok()
                });
                done?;
                out.end()
            }
            View::Record(record) => {
                let shape = record.shape();
                let mut out = serializer.serialize_map(None)?;
                if let Some((key, word)) = shape.tag {
                    out.serialize_entry(key, word)?;
                }
                for (number, field) in shape.fields.iter().enumerate() {
                    if let Some(item) = record.field(number)
                        && !(field.skip && item.view().is_empty())
                    {
                        out.serialize_entry(field.name, &Served(item))?;
                    }
                }
                out.end()
            }
        }
    }
}

/// Writes plain data with any of serde's writers.
pub(crate) fn serialize<S: Serializer>(data: &dyn Plain, serializer: S) -> Result<S::Ok, S::Error> {
    Served(data).serialize(serializer)
}

/// Reads plain data with any of serde's readers.
pub(crate) fn deserialize<'de, T: Plain, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let value = <Value as serde::Deserialize>::deserialize(deserializer)?;
    super::shape(value, None).map_err(D::Error::custom)
}

/// Gives a type that is [`Plain`] serde's traits.
macro_rules! bridge {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::json::serialize(self, serializer)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::json::deserialize(deserializer)
            }
        }
    };
}

pub(crate) use bridge;
