//! Enums: a name alone, or an object whose tag names the variant.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, DeriveInput, Fields, Ident, Result};

use crate::attributes::Attributes;
use crate::record::fields;

/// The traits of an enum.
pub(crate) fn of_enum(input: &DeriveInput, data: &DataEnum) -> Result<TokenStream> {
    let around = Attributes::of(&input.attrs)?;
    match &around.tag {
        Some(tag) => tagged(&input.ident, data, &around, tag),
        None => named(&input.ident, data, &around),
    }
}

/// Variants without data: text in JSON.
fn named(name: &Ident, data: &DataEnum, around: &Attributes) -> Result<TokenStream> {
    let mut variants = Vec::new();
    let mut words = Vec::new();
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(syn::Error::new_spanned(
                variant,
                "a variant with data needs a `tag`",
            ));
        }
        words.push(around.name(&Attributes::of(&variant.attrs)?, &variant.ident.to_string()));
        variants.push(&variant.ident);
    }
    let title = format!("enum {name}");
    let first = variants.first();
    Ok(quote! {
        impl crate::json::Plain for #name {
            fn blank() -> Self { Self::#first }
            fn read(&mut self, value: serde_json::Value) -> Result<(), crate::json::Fault> {
                static WORDS: &[&str] = &[#(#words),*];
                const VARIANTS: &[#name] = &[#(#name::#variants),*];
                if let Some(found) = VARIANTS.get(crate::json::read_word(#title, WORDS, value)?) {
                    *self = *found;
                }
                Ok(())
            }
            fn view(&self) -> crate::json::View<'_> {
                crate::json::View::Text(match self { #(Self::#variants => #words),* })
            }
        }
        crate::json::bridge!(#name);
    })
}

/// Variants with named fields: an object in JSON.
fn tagged(name: &Ident, data: &DataEnum, around: &Attributes, tag: &str) -> Result<TokenStream> {
    let title = format!("enum {name}");
    // Fields go by their own names; only variants are renamed.
    let plain = Attributes::default();
    let (mut words, mut blanks, mut shapes, mut lend, mut lend_mut) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for variant in &data.variants {
        let Fields::Named(named) = &variant.fields else {
            return Err(syn::Error::new_spanned(
                variant,
                "a tagged variant has named fields",
            ));
        };
        let word = around.name(&Attributes::of(&variant.attrs)?, &variant.ident.to_string());
        let ident = &variant.ident;
        let fields = fields(named, &plain)?;
        let entries: Vec<_> = fields.iter().map(|field| &field.entry).collect();
        let idents: Vec<_> = fields.iter().map(|field| field.ident).collect();
        let numbers: Vec<_> = (0..idents.len()).collect();
        shapes.push(quote!(Self::#ident { .. } => {
            static SHAPE: crate::json::Shape = crate::json::Shape {
                name: #title,
                closed: false,
                tag: Some((#tag, #word)),
                fields: &[#(#entries),*],
            };
            &SHAPE
        }));
        blanks.push(quote!(Self::#ident { #(#idents: crate::json::Plain::blank()),* }));
        for (number, field) in numbers.iter().zip(&idents) {
            lend.push(quote!((Self::#ident { #field, .. }, #number) => #field,));
            lend_mut.push(quote!((Self::#ident { #field, .. }, #number) => #field,));
        }
        words.push(word);
    }
    let choices = 0..words.len();
    let first = blanks.first();
    Ok(quote! {
        impl crate::json::Record for #name {
            fn shape(&self) -> &'static crate::json::Shape {
                match self { #(#shapes),* }
            }
            fn field(&self, number: usize) -> Option<&dyn crate::json::Plain> {
                Some(match (self, number) { #(#lend)* _ => return None })
            }
            fn field_mut(&mut self, number: usize) -> Option<&mut dyn crate::json::Plain> {
                Some(match (self, number) { #(#lend_mut)* _ => return None })
            }
        }
        impl crate::json::Plain for #name {
            fn blank() -> Self { #first }
            fn read(&mut self, value: serde_json::Value) -> Result<(), crate::json::Fault> {
                static WORDS: &[&str] = &[#(#words),*];
                match crate::json::read_tag(#title, #tag, WORDS, &value)? {
                    #(#choices => *self = #blanks,)*
                    _ => {}
                }
                crate::json::read_record(self, value)
            }
            fn view(&self) -> crate::json::View<'_> { crate::json::View::Record(self) }
        }
        crate::json::bridge!(#name);
    })
}
