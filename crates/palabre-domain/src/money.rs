//! Money: whole minor units of a currency. Nothing here rounds.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The greatest amount: 10^15 minor units.
pub const MAX_AMOUNT: u64 = 1_000_000_000_000_000;

/// Currencies whose minor unit is not a hundredth (ISO 4217): none, and a thousandth.
const WHOLE: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
    "XPF",
];
const THOUSANDTHS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// A currency, by its ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Currency([u8; 3]);

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in minor units, such as cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount(pub u64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Returns true for nothing.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Returns the sum, at most [`u64::MAX`].
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Returns what is left, at least nothing.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Returns true when it is at most the greatest amount.
    pub fn is_sound(self) -> bool {
        self.0 <= MAX_AMOUNT
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

/// Says why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// It is below nothing.
    #[error("an amount is not below nothing")]
    Negative,
    /// It is finer than the currency's smallest coin.
    #[error("this currency has fewer decimals")]
    TooFine,
    /// It is greater than any amount here.
    #[error("this is more money than Palabre counts")]
    TooMuch,
    /// It is no number, or one that could be read in two ways.
    #[error("this is no amount")]
    Unreadable,
}

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");

    /// Reads a code of three letters; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let upper = text.trim().to_ascii_uppercase();
        let bytes: [u8; 3] = upper.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// Returns true when the code is three capital letters, as every code that we write is.
    pub fn is_sound(&self) -> bool {
        self.0.iter().all(u8::is_ascii_uppercase)
    }

    /// Returns the code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// Returns how many decimals an amount has.
    pub fn decimals(&self) -> u32 {
        let code = self.code();
        if WHOLE.contains(&code) {
            0
        } else if THOUSANDTHS.contains(&code) {
            3
        } else {
            2
        }
    }

    /// Reads an amount: digits, then `.` or `,` and at most the currency's decimals. Spaces may stand between thousands.
    ///
    /// # Errors
    /// When it is negative, too fine, too great, or could be read in two ways, such as `1,234`.
    pub fn read(&self, text: &str) -> Result<Amount, AmountError> {
        let text: String =
            text.trim().chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
        if text.starts_with(['-', '−']) {
            return Err(AmountError::Negative);
        }
        let (whole, fine) = text.split_once(['.', ',']).unwrap_or((&text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || !digits(whole)
            || !digits(fine)
            || (fine.is_empty() && text.len() != whole.len())
        {
            return Err(AmountError::Unreadable);
        }
        let decimals = self.decimals() as usize;
        if fine.len() > decimals {
            // Three digits after a comma are thousands in some places: nobody knows which was meant.
            return Err(if fine.len() == 3 { AmountError::Unreadable } else { AmountError::TooFine });
        }
        let minor = format!("{whole}{fine:0<decimals$}");
        let amount = Amount(minor.parse().map_err(|_| AmountError::TooMuch)?);
        if amount.is_sound() { Ok(amount) } else { Err(AmountError::TooMuch) }
    }

    /// Writes an amount as English text does: `1,340.00 €`, `2,400.00 USD`.
    pub fn write(&self, amount: Amount) -> String {
        let decimals = self.decimals();
        let unit = 10_u64.pow(decimals);
        let (whole, fine) = (amount.0 / unit, amount.0 % unit);
        let digits = whole.to_string();
        let mut grouped = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let fine =
            if decimals == 0 { String::new() } else { format!(".{fine:0width$}", width = decimals as usize) };
        let name = if *self == Self::EUR { "€" } else { self.code() };
        format!("{grouped}{fine} {name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_strictly() {
        let eur = Currency::EUR;
        for (text, minor) in
            [("12", 1_200), ("12.5", 1_250), ("12,50", 1_250), ("1 234.50", 123_450), ("0", 0)]
        {
            assert_eq!(eur.read(text), Ok(Amount(minor)), "{text}");
        }
        use AmountError::{Negative, TooFine, TooMuch, Unreadable};
        let wrong = [
            ("-1", Negative),
            ("", Unreadable),
            ("1,234", Unreadable),
            ("1.", Unreadable),
            (".5", Unreadable),
            ("1.2.3", Unreadable),
            ("12.5678", TooFine),
            ("x", Unreadable),
            ("99999999999999999999", TooMuch),
            ("10000000000000.01", TooMuch),
        ];
        for (text, error) in wrong {
            assert_eq!(eur.read(text), Err(error), "{text}");
        }
        assert_eq!(Currency(*b"JPY").read("1200"), Ok(Amount(1_200)));
        assert_eq!(Currency(*b"KWD").read("1.234"), Ok(Amount(1_234)));
        assert_eq!(Currency::parse(" eur "), Some(eur));
        assert!(Currency::parse("EURO").is_none() && Currency::parse("E1R").is_none());
    }

    #[test]
    fn amounts_are_written_as_on_paper() {
        assert_eq!(Currency::EUR.write(Amount(134_000)), "1,340.00 €");
        assert_eq!(Currency::EUR.write(Amount(5)), "0.05 €");
        assert_eq!(Currency(*b"USD").write(Amount(123_456_789)), "1,234,567.89 USD");
        assert_eq!(Currency(*b"JPY").write(Amount(1_200)), "1,200 JPY");
    }
}
