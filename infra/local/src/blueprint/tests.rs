//! The real template, and what is refused.

mod parsing;
mod template;
