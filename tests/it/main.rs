//! End-to-end truths, one binary.

mod pipeline;
