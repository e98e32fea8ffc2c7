//! The target `boards` of the table.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| convoke_tests::fuzz::run("boards", bytes));
