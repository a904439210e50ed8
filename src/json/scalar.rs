//! Plain data that is no record: texts, numbers, lists, maps.

use super::{Fault, List, Named, Plain, View};
use crate::sorted::Map;
use serde_json::Value;
use std::collections::BTreeMap;

impl Plain for String {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        match value {
            Value::String(text) => {
                *self = text;
                Ok(())
            }
            other => Err(Fault::kind(&other, "a string")),
        }
    }

    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

impl Plain for bool {
    fn blank() -> Self {
        false
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        *self = value
            .as_bool()
            .ok_or_else(|| Fault::kind(&value, "a boolean"))?;
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Truth(*self)
    }
}

impl Plain for f64 {
    fn blank() -> Self {
        0.0
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        *self = value.as_f64().ok_or_else(|| Fault::kind(&value, "f64"))?;
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Number(*self)
    }
}

/// A whole number up to `most`.
fn whole(value: &Value, most: u64, expected: &str) -> Result<u64, Fault> {
    match value.as_u64() {
        Some(number) if number <= most => Ok(number),
        None if !value.is_i64() => Err(Fault::kind(value, expected)),
        _ => Err(Fault::range(value, expected)),
    }
}

macro_rules! whole_numbers {
    ($($kind:ident)*) => {
        $(impl Plain for $kind {
            fn blank() -> Self {
                0
            }

            fn read(&mut self, value: Value) -> Result<(), Fault> {
                *self = whole(&value, $kind::MAX as u64, stringify!($kind))? as $kind;
                Ok(())
            }

            fn view(&self) -> View<'_> {
                View::Whole(*self as i64)
            }
        })*
    };
}

whole_numbers!(u8 u32 usize);

impl Plain for Value {
    fn blank() -> Self {
        Self::Null
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        *self = value;
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Value(self)
    }
}

impl<T: Plain> Plain for Option<T> {
    fn blank() -> Self {
        None
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        if value.is_null() {
            *self = None;
            return Ok(());
        }
        self.insert(T::blank()).read(value)
    }

    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Null, T::view)
    }
}

impl<T: Plain> List for Vec<T> {
    fn length(&self) -> usize {
        self.len()
    }

    fn item(&self, number: usize) -> Option<&dyn Plain> {
        self.get(number).map(|item| item as &dyn Plain)
    }

    fn grow(&mut self) -> Option<&mut dyn Plain> {
        self.push(T::blank());
        self.last_mut().map(|item| item as &mut dyn Plain)
    }
}

impl<T: Plain> Plain for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        self.clear();
        read_list(self, value)
    }

    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

fn read_list(list: &mut dyn List, value: Value) -> Result<(), Fault> {
    let Value::Array(items) = value else {
        return Err(Fault::kind(&value, "a sequence"));
    };
    for (index, value) in items.into_iter().enumerate() {
        if let Some(item) = list.grow() {
            item.read(value).map_err(|fault| fault.at(index))?;
        }
    }
    Ok(())
}

impl<T: Plain> Named for Map<String, T> {
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn each<'a>(&'a self, show: &mut dyn FnMut(&'a str, &'a dyn Plain) -> bool) {
        for (name, item) in self {
            if !show(name, item) {
                break;
            }
        }
    }
}

impl<T: Plain> Plain for Map<String, T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let Value::Object(members) = value else {
            return Err(Fault::kind(&value, "a map"));
        };
        self.clear();
        for (name, value) in members {
            let mut item = T::blank();
            item.read(value).map_err(|fault| fault.under(&name))?;
            self.insert(name, item);
        }
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

/// serde_json's own objects are such trees: no other kind is compiled.
impl Named for BTreeMap<String, Value> {
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn each<'a>(&'a self, show: &mut dyn FnMut(&'a str, &'a dyn Plain) -> bool) {
        for (name, item) in self {
            if !show(name, item) {
                break;
            }
        }
    }
}

impl Plain for BTreeMap<String, Value> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, value: Value) -> Result<(), Fault> {
        let Value::Object(members) = value else {
            return Err(Fault::kind(&value, "a map"));
        };
        *self = members.into_iter().collect();
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}
