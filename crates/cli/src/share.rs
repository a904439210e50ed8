//! A share in words: `83.3 % (30 of 36; 68.1 to 92.1 %)`.

use handrail::log::Proportion;

/// The share with its counts and its 95 % interval; `none yet` of nothing.
pub(crate) fn share(share: Proportion) -> String {
    if share.of == 0 {
        return "none yet".to_owned();
    }
    format!(
        "{:.1} % ({} of {}; {:.1} to {:.1} %)",
        share.share * 100.0,
        share.part,
        share.of,
        share.low * 100.0,
        share.high * 100.0
    )
}
