//! Which files a process opened, by what valgrind writes of its system calls.

use std::collections::BTreeSet;

/// The files that are neither shared libraries nor valgrind's own doing, by name.
pub fn opened(trace: &str) -> Vec<String> {
    let names: BTreeSet<_> = trace.lines().filter_map(path).filter(|path| counts(path)).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The path of a line that tells of `open` or `openat`:
/// `SYSCALL[29585,1](257) sys_openat ( 4294967196, 0x4034bb0(/etc/hosts), 524288 ) --> …`.
fn path(line: &str) -> Option<&str> {
    let (_, arguments) = line.split_once("sys_open")?;
    let (_, address) = arguments.split_once(" 0x")?;
    let (_, path) = address.split_once('(')?;
    path.split_once(')').map(|(path, _)| path)
}

fn counts(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_library = name.split('.').skip(1).any(|part| part == "so");
    let is_valgrinds = path.contains("vgpreload") || path.starts_with("/usr/lib/debug");
    !is_library && !is_valgrinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_from_libraries_and_from_valgrinds_own() {
        let line = |path: &str| {
            format!(
                "SYSCALL[9,1](257) sys_openat ( 4294967196, 0x4034bb0({path}), 524288 ) --> [async] ..."
            )
        };
        let trace = [
            line("/usr/libexec/valgrind/vgpreload_core-amd64-linux.so"),
            line("/usr/lib/debug/libc.so.6"),
            line("/etc/ld.so.cache"),
            line("/lib/x86_64-linux-gnu/libc.so.6"),
            line("/etc/ssl/certs/ca-certificates.crt"),
            line("/etc/ssl/certs/ca-certificates.crt"),
            "SYSCALL[9,1](2) sys_open ( 0x1ffe(/etc/localtime), 0 )[sync] --> Success(0x3)"
                .to_owned(),
            "SYSCALL[9,1](3) sys_close ( 3 )[sync] --> Success(0x0)".to_owned(),
        ];
        assert_eq!(
            opened(&trace.join("\n")),
            ["/etc/localtime", "/etc/ssl/certs/ca-certificates.crt"]
        );
    }
}
