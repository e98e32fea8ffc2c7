//! How a board's pages and files are encoded.

use bytes::Bytes;
use encoding_rs::SHIFT_JIS;

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8; files begin with a byte order mark.
    Utf8WithMark,
    /// Windows' Shift JIS, code page 932.
    Cp932,
}

impl Encoding {
    /// The text of a page. What CP932 has no character for is written as a numeric reference.
    pub fn page(self, text: &str) -> Bytes {
        match self {
            Self::Utf8 | Self::Utf8WithMark => Bytes::from(text.to_owned()),
            Self::Cp932 => Bytes::from(SHIFT_JIS.encode(text).0.into_owned()),
        }
    }

    /// The text of a file.
    pub fn file(self, text: &str) -> Bytes {
        match self {
            Self::Utf8WithMark => Bytes::from(format!("\u{feff}{text}")),
            Self::Utf8 | Self::Cp932 => self.page(text),
        }
    }

    /// Its name, as a content type has it.
    pub fn charset(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8WithMark => "UTF-8",
            Self::Cp932 => "Shift_JIS",
        }
    }

    /// What ends the lines of a file.
    pub fn line_end(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8WithMark => "\n",
            Self::Cp932 => "\r\n",
        }
    }
}
