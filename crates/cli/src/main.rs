//! The `handrail` command.
fn main() {}
