//! Structs: an object with the fields' names as keys.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataStruct, DeriveInput, Fields, FieldsNamed, Ident, Result, Type};

use crate::attributes::Attributes;

/// A field as the reader and the writer see it.
pub(crate) struct Field<'a> {
    /// Its name in Rust.
    pub(crate) ident: &'a Ident,
    /// Its entry in the table.
    pub(crate) entry: TokenStream,
}

/// The fields of a struct or of a variant; `around` are the attributes of the type.
pub(crate) fn fields<'a>(named: &'a FieldsNamed, around: &Attributes) -> Result<Vec<Field<'a>>> {
    let mut out = Vec::new();
    for field in &named.named {
        let own = Attributes::of(&field.attrs)?;
        let Some(ident) = &field.ident else { continue };
        let name = around.name(&own, &ident.to_string());
        let required = !around.default && !own.default && !is_option(&field.ty);
        let skip = own.skip;
        let reading = match own.reading.as_deref() {
            None => quote!(Strict),
            Some("null_default") => quote!(NullAsBlank),
            Some("id") => quote!(Identifier),
            Some(_) => {
                return Err(syn::Error::new_spanned(
                    ident,
                    "`null_default` or `id` belongs here",
                ));
            }
        };
        let entry = quote!(crate::json::Field {
            name: #name,
            required: #required,
            skip: #skip,
            reading: crate::json::Reading::#reading,
        });
        out.push(Field { ident, entry });
    }
    Ok(out)
}

fn is_option(kind: &Type) -> bool {
    match kind {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|segment| segment.ident == "Option"),
        _ => false,
    }
}

/// The traits of a struct.
pub(crate) fn of_struct(input: &DeriveInput, data: &DataStruct) -> Result<TokenStream> {
    let around = Attributes::of(&input.attrs)?;
    let Fields::Named(named) = &data.fields else {
        return Err(syn::Error::new_spanned(
            &input.ident,
            "plain data has named fields",
        ));
    };
    let name = &input.ident;
    let title = format!("struct {name}");
    let fields = fields(named, &around)?;
    let entries = fields.iter().map(|field| &field.entry);
    let idents: Vec<_> = fields.iter().map(|field| field.ident).collect();
    let numbers: Vec<_> = (0..idents.len()).collect();
    let closed = around.closed;
    let blank = if around.default {
        quote!(Default::default())
    } else {
        quote!(Self { #(#idents: crate::json::Plain::blank()),* })
    };
    let read = match &around.reading {
        None => quote!(crate::json::read_record(self, value)),
        Some(own) => {
            let own = Ident::new(own, name.span());
            quote!({
                *self = Self::#own(value)?;
                Ok(())
            })
        }
    };
    Ok(quote! {
        impl crate::json::Record for #name {
            fn shape(&self) -> &'static crate::json::Shape {
                static SHAPE: crate::json::Shape = crate::json::Shape {
                    name: #title,
                    closed: #closed,
                    tag: None,
                    fields: &[#(#entries),*],
                };
                &SHAPE
            }
            fn field(&self, number: usize) -> Option<&dyn crate::json::Plain> {
                match number { #(#numbers => Some(&self.#idents),)* _ => None }
            }
            fn field_mut(&mut self, number: usize) -> Option<&mut dyn crate::json::Plain> {
                match number { #(#numbers => Some(&mut self.#idents),)* _ => None }
            }
        }
        impl crate::json::Plain for #name {
            fn blank() -> Self { #blank }
            fn read(&mut self, value: serde_json::Value) -> Result<(), crate::json::Fault> {
                #read
            }
            fn view(&self) -> crate::json::View<'_> { crate::json::View::Record(self) }
        }
        crate::json::bridge!(#name);
    })
}
