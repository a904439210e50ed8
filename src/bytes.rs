//! Bytes of the model files: written in one go, read with every read checked against what is left.

/// Collects the bytes of a file; numbers are little-endian.
#[derive(Debug, Default)]
pub struct Writer {
    /// What was written so far.
    pub bytes: Vec<u8>,
}

impl Writer {
    /// A whole number in seven bits a byte, the lowest first, the high bit where more follow.
    pub fn varint(&mut self, mut value: u32) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    /// A number of four bytes.
    pub fn long(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A floating-point number of four bytes.
    pub fn float(&mut self, value: f32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// Bytes of weights.
    pub fn weights(&mut self, weights: &[i8]) {
        self.bytes
            .extend(weights.iter().map(|weight| *weight as u8));
    }
}

/// What is left to read.
#[derive(Debug)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// The next bytes.
    pub fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    /// The next bytes, of a number that the type says.
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// A byte.
    pub fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A number of four bytes.
    pub fn long(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.array()?))
    }

    /// A floating-point number that is finite.
    pub fn float(&mut self) -> Option<f32> {
        Some(f32::from_le_bytes(self.array()?)).filter(|value| value.is_finite())
    }

    /// A whole number, as [`Writer::varint`] writes it.
    pub fn varint(&mut self) -> Option<u32> {
        let mut value = 0_u32;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}
