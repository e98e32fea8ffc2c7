//! What is tried on guards of this sort: the address as somebody would save it, and what its name
//! resolves to. `{p}` is the listeners' port.

use super::guard::Refusal;
use super::guard::Refusal::{NotPublic, Port, Scheme, Unreadable, UserInfo};

/// One trial.
pub(super) struct Vector {
    /// What is special about it.
    pub name: &'static str,
    /// The address.
    pub url: &'static str,
    /// What its host's name resolves to; nothing, if it has no name or is never asked for.
    pub resolves: &'static [&'static str],
    /// Why it is refused.
    pub expected: Refusal,
}

const fn by_name(
    name: &'static str,
    url: &'static str,
    resolves: &'static [&'static str],
) -> Vector {
    Vector { name, url, resolves, expected: NotPublic }
}

const fn literal(name: &'static str, url: &'static str) -> Vector {
    because(NotPublic, name, url)
}

const fn because(expected: Refusal, name: &'static str, url: &'static str) -> Vector {
    Vector { name, url, resolves: &[], expected }
}

/// All of them.
pub(super) const VECTORS: &[Vector] = &[
    // IPv4 loopback, in every spelling.
    literal("loopback, dotted", "https://127.0.0.1:{p}/"),
    literal("loopback, with a trailing dot", "https://127.0.0.1.:{p}/"),
    literal("loopback, two parts", "https://127.1:{p}/"),
    literal("loopback, three parts", "https://127.0.1:{p}/"),
    literal("loopback, decimal", "https://2130706433:{p}/"),
    literal("loopback, hexadecimal", "https://0x7f000001:{p}/"),
    literal("loopback, hexadecimal, upper case", "https://0X7F000001:{p}/"),
    literal("loopback, hexadecimal parts", "https://0x7f.0x0.0x0.0x1:{p}/"),
    literal("loopback, hexadecimal, short", "https://0x7f.1:{p}/"),
    literal("loopback, octal", "https://017700000001:{p}/"),
    literal("loopback, octal parts", "https://0177.0.0.01:{p}/"),
    literal("loopback, octal with more zeros", "https://000177.0.0.1:{p}/"),
    literal("loopback, mixed bases", "https://0177.0x0.0.1:{p}/"),
    literal("loopback, its end", "https://127.255.255.254:{p}/"),
    // The other IPv4 blocks.
    literal("this host", "https://0.0.0.0:{p}/"),
    literal("this host, short", "https://0:{p}/"),
    literal("this network", "https://0.1.2.3:{p}/"),
    literal("private 10", "https://10.0.0.1:{p}/"),
    literal("private 10, its end", "https://10.255.255.255:{p}/"),
    literal("shared", "https://100.64.0.1:{p}/"),
    literal("shared, its end", "https://100.127.255.254:{p}/"),
    literal("link-local", "https://169.254.0.1:{p}/"),
    literal("private 172", "https://172.16.0.1:{p}/"),
    literal("private 172, its end", "https://172.31.255.255:{p}/"),
    literal("protocol assignments", "https://192.0.0.8:{p}/"),
    literal("documentation 1", "https://192.0.2.1:{p}/"),
    literal("6to4 relays", "https://192.88.99.1:{p}/"),
    literal("private 192", "https://192.168.1.1:{p}/"),
    literal("private 192, decimal", "https://3232235777:{p}/"),
    literal("benchmarking", "https://198.18.0.1:{p}/"),
    literal("benchmarking, its end", "https://198.19.255.255:{p}/"),
    literal("documentation 2", "https://198.51.100.7:{p}/"),
    literal("documentation 3", "https://203.0.113.9:{p}/"),
    literal("multicast", "https://224.0.0.1:{p}/"),
    literal("multicast, discovery", "https://239.255.255.250:{p}/"),
    literal("reserved", "https://240.0.0.1:{p}/"),
    literal("broadcast", "https://255.255.255.255:{p}/"),
    // Where clouds keep their machines' credentials.
    literal("metadata", "https://169.254.169.254:{p}/"),
    literal("metadata, decimal", "https://2852039166:{p}/"),
    literal("metadata, hexadecimal", "https://0xa9fea9fe:{p}/"),
    literal("metadata, octal", "https://0251.0376.0251.0376:{p}/"),
    literal("metadata, mapped", "https://[::ffff:169.254.169.254]:{p}/"),
    literal("metadata by IPv6", "https://[fd00:ec2::254]:{p}/"),
    literal("task credentials", "https://169.254.170.2:{p}/"),
    literal("metadata in shared space", "https://100.100.100.200:{p}/"),
    literal("metadata among assignments", "https://192.0.0.192:{p}/"),
    // IPv6.
    literal("unspecified", "https://[::]:{p}/"),
    literal("IPv6 loopback", "https://[::1]:{p}/"),
    literal("IPv6 loopback in full", "https://[0:0:0:0:0:0:0:1]:{p}/"),
    literal("mapped", "https://[::ffff:127.0.0.1]:{p}/"),
    literal("mapped, hexadecimal", "https://[::ffff:7f00:1]:{p}/"),
    literal("mapped, in full", "https://[0:0:0:0:0:ffff:7f00:0001]:{p}/"),
    literal("compatible", "https://[::127.0.0.1]:{p}/"),
    literal("translated", "https://[::ffff:0:127.0.0.1]:{p}/"),
    literal("mapped public", "https://[::ffff:8.8.8.8]:{p}/"),
    literal("NAT64", "https://[64:ff9b::7f00:1]:{p}/"),
    literal("NAT64, dotted", "https://[64:ff9b::169.254.169.254]:{p}/"),
    literal("NAT64, local", "https://[64:ff9b:1::7f00:1]:{p}/"),
    literal("discard", "https://[100::1]:{p}/"),
    literal("Teredo", "https://[2001:0:7f00:1::1]:{p}/"),
    literal("ORCHID", "https://[2001:10::1]:{p}/"),
    literal("ORCHID 2", "https://[2001:20::1]:{p}/"),
    literal("IPv6 documentation", "https://[2001:db8::1]:{p}/"),
    literal("6to4 of loopback", "https://[2002:7f00:1::1]:{p}/"),
    literal("6to4 of metadata", "https://[2002:a9fe:a9fe::1]:{p}/"),
    literal("IPv6 documentation 2", "https://[3fff::1]:{p}/"),
    literal("segment routing", "https://[5f00::1]:{p}/"),
    literal("unique local fc", "https://[fc00::1]:{p}/"),
    literal("unique local fd", "https://[fd12:3456:789a::1]:{p}/"),
    literal("IPv6 link-local", "https://[fe80::1]:{p}/"),
    literal("IPv6 link-local, its end", "https://[febf::1]:{p}/"),
    literal("site-local", "https://[fec0::1]:{p}/"),
    literal("IPv6 multicast", "https://[ff02::1]:{p}/"),
    literal("not given out", "https://[4000::1]:{p}/"),
    literal("not given out, low", "https://[1::1]:{p}/"),
    because(Unreadable, "zone", "https://[fe80::1%25eth0]:{p}/"),
    because(Unreadable, "zone on loopback", "https://[::1%25lo]:{p}/"),
    because(Unreadable, "zone, plain", "https://[fe80::1%eth0]:{p}/"),
    // Names for this machine, and names that others chose.
    by_name("localhost", "https://localhost:{p}/", &["127.0.0.1"]),
    by_name("localhost by IPv6", "https://localhost:{p}/", &["::1"]),
    by_name("localhost by both", "https://localhost:{p}/", &["::1", "127.0.0.1"]),
    by_name("localhost, upper case", "https://LOCALHOST:{p}/", &["127.0.0.1"]),
    by_name("localhost with a dot", "https://localhost.:{p}/", &["127.0.0.1"]),
    by_name("below localhost", "https://app.localhost:{p}/", &["127.0.0.1"]),
    by_name("below localhost with a dot", "https://app.localhost.:{p}/", &["127.0.0.1"]),
    by_name("localhost.localdomain", "https://localhost.localdomain:{p}/", &["127.0.0.1"]),
    by_name("ip6-localhost", "https://ip6-localhost:{p}/", &["::1"]),
    by_name("metadata name", "https://metadata.google.internal:{p}/", &["169.254.169.254"]),
    by_name(
        "metadata name with a dot",
        "https://metadata.google.internal.:{p}/",
        &["169.254.169.254"],
    ),
    by_name("container's host", "https://host.docker.internal:{p}/", &["172.17.0.1"]),
    by_name("a name with an address in it", "https://127.0.0.1.nip.example:{p}/", &["127.0.0.1"]),
    by_name("private by name", "https://customer.example:{p}/", &["10.1.2.3"]),
    by_name("unique local by name", "https://customer.example:{p}/", &["fd00::1"]),
    by_name("link-local by name", "https://customer.example:{p}/", &["fe80::1"]),
    by_name("mapped by name", "https://customer.example:{p}/", &["::ffff:127.0.0.1"]),
    by_name("NAT64 by name", "https://customer.example:{p}/", &["64:ff9b::7f00:1"]),
    by_name("6to4 by name", "https://customer.example:{p}/", &["2002:7f00:1::1"]),
    by_name("this host by name", "https://customer.example:{p}/", &["0.0.0.0"]),
    by_name(
        "a mix, public first",
        "https://customer.example:{p}/",
        &["93.184.215.14", "127.0.0.1"],
    ),
    by_name(
        "a mix, private first",
        "https://customer.example:{p}/",
        &["127.0.0.1", "93.184.215.14"],
    ),
    by_name(
        "a mix of families",
        "https://customer.example:{p}/",
        &["2606:4700:4700::1111", "127.0.0.1"],
    ),
    by_name(
        "one among many",
        "https://customer.example:{p}/",
        &["1.1.1.1", "8.8.8.8", "::1", "9.9.9.9"],
    ),
    by_name("a punycode name", "https://xn--hdsrvh-bua.example:{p}/", &["127.0.0.1"]),
    // Other letters for the same hosts.
    literal("full-width digits", "https://１２７.０.０.１:{p}/"),
    literal("full-width dots", "https://127．0．0．1:{p}/"),
    literal("ideographic dots", "https://127。0。0。1:{p}/"),
    literal("half-width dots", "https://127｡0｡0｡1:{p}/"),
    literal("circled digits", "https://①②⑦.⓪.⓪.①:{p}/"),
    literal("percent-encoded digits", "https://%31%32%37.0.0.1:{p}/"),
    literal("percent-encoded dots", "https://127%2e0%2e0%2e1:{p}/"),
    literal("percent-encoded full-width", "https://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1:{p}/"),
    literal("soft hyphen", "https://127.0.0.1\u{ad}:{p}/"),
    literal("zero-width space", "https://127.0.\u{200b}0.1:{p}/"),
    by_name("full-width localhost", "https://ｌｏｃａｌｈｏｓｔ:{p}/", &["127.0.0.1"]),
    by_name("percent-encoded localhost", "https://%6c%6fcal%68ost:{p}/", &["127.0.0.1"]),
    because(Unreadable, "percent-encoded NUL", "https://127.0.0.1%00.example:{p}/"),
    literal("tab inside", "https://127.0\t.0.1:{p}/"),
    literal("blank before", " https://127.0.0.1:{p}/"),
    literal("no slashes", "https:127.0.0.1:{p}/"),
    literal("one slash", "https:/127.0.0.1:{p}/"),
    literal("three slashes", "https:///127.0.0.1:{p}/"),
    literal("backslashes", "https:\\\\127.0.0.1:{p}/"),
    literal("upper-case scheme", "HTTPS://127.0.0.1:{p}/"),
    // What stands before, behind or around the host.
    because(UserInfo, "user name", "https://customer.example@127.0.0.1:{p}/"),
    because(
        UserInfo,
        "user name that looks like the host",
        "https://127.0.0.1@customer.example:{p}/",
    ),
    because(UserInfo, "user name and password", "https://user:secret@customer.example:{p}/"),
    because(UserInfo, "password alone", "https://:secret@127.0.0.1:{p}/"),
    because(UserInfo, "two at-signs", "https://a@customer.example@127.0.0.1:{p}/"),
    because(UserInfo, "port that is a user's", "https://customer.example:443@127.0.0.1:{p}/"),
    because(Unreadable, "percent-encoded at-sign", "https://customer.example%40127.0.0.1:{p}/"),
    literal("backslash and at-sign", "https://127.0.0.1:{p}\\@customer.example/"),
    literal("fragment and at-sign", "https://127.0.0.1:{p}#@customer.example/"),
    literal("query and at-sign", "https://127.0.0.1:{p}?@customer.example/"),
    by_name("at-sign in the path", "https://customer.example:{p}/@127.0.0.1/", &["127.0.0.1"]),
    // Other schemes.
    because(Scheme, "plain http", "http://127.0.0.1:{p}/"),
    because(Scheme, "plain http to a public host", "http://customer.example/"),
    because(Scheme, "ftp", "ftp://127.0.0.1:{p}/"),
    because(Scheme, "file", "file:///etc/passwd"),
    because(Scheme, "file with a host", "file://127.0.0.1/etc/passwd"),
    because(Scheme, "gopher", "gopher://127.0.0.1:{p}/_x"),
    because(Scheme, "dict", "dict://127.0.0.1:{p}/x"),
    because(Scheme, "ldap", "ldap://127.0.0.1:{p}/"),
    because(Scheme, "web socket", "ws://127.0.0.1:{p}/"),
    because(Scheme, "secure web socket", "wss://127.0.0.1:{p}/"),
    because(Scheme, "data", "data:text/plain,x"),
    because(Scheme, "javascript", "javascript:alert(1)"),
    because(Scheme, "Unix socket", "unix:/run/docker.sock"),
    because(Scheme, "Unix socket over http", "http+unix://%2Frun%2Fdocker.sock/"),
    because(Unreadable, "no scheme", "127.0.0.1:{p}"),
    because(Unreadable, "no scheme but slashes", "//127.0.0.1:{p}/"),
    because(Unreadable, "no host", "https://"),
    because(Unreadable, "empty", ""),
    because(Unreadable, "port out of range", "https://customer.example:65536/"),
    because(Unreadable, "blank in the host", "https://127.0.0.1 .example/"),
    // Other services' ports.
    because(Port, "port of ssh", "https://customer.example:22/"),
    because(Port, "port of mail", "https://customer.example:25/"),
    because(Port, "port of plain web", "https://customer.example:80/"),
    because(Port, "port of file shares", "https://customer.example:445/"),
    because(Port, "port of nothing", "https://customer.example:0/"),
];
