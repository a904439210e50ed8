//! Builds, tests, demonstrates and measures Handrail.
fn main() {}
