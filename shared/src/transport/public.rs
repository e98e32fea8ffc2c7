//! Which addresses are public. A closed list of what is not, because an address that only some
//! machines can reach may be one that trusts whoever reaches it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A block of addresses: its first one, and how many leading bits all of them share.
type V4 = ([u8; 4], u32);
/// As [`V4`], the first address by its eight groups.
type V6 = ([u16; 8], u32);

/// IANA IPv4 Special-Purpose Address Registry, what is not globally reachable; multicast; and 6to4's
/// relays, whose anycast may end at anybody's.
const SPECIAL_V4: [V4; 15] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// IANA IPv6 Global Unicast Address Space: all that is given out. Outside lie the unspecified and the
/// loopback address, those that carry an IPv4 address (`::ffff:0:0/96`, `::/96`, `64:ff9b::/96` and
/// `64:ff9b:1::/48`), `100::/64`, `5f00::/16`, unique local, link-local, site-local and multicast.
const GLOBAL_V6: V6 = ([0x2000, 0, 0, 0, 0, 0, 0, 0], 3);

/// IANA IPv6 Special-Purpose Address Registry, as far as it lies within [`GLOBAL_V6`]: protocol
/// assignments with Teredo, documentation, 6to4, documentation again.
const SPECIAL_V6: [V6; 4] = [
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20),
];

/// Whether the whole internet can reach this address, as far as the address itself tells. One that
/// carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo) is never public, whichever it carries.
///
/// IANA special-purpose address registries (RFC 6890 and what updates it).
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !SPECIAL_V4.iter().any(|block| in_v4(address, *block)),
        IpAddr::V6(address) => {
            in_v6(address, &GLOBAL_V6) && !SPECIAL_V6.iter().any(|block| in_v6(address, block))
        }
    }
}

fn in_v4(address: Ipv4Addr, (first, bits): V4) -> bool {
    (address.to_bits() ^ Ipv4Addr::from(first).to_bits()) >> (32 - bits) == 0
}

fn in_v6(address: Ipv6Addr, (first, bits): &V6) -> bool {
    (address.to_bits() ^ Ipv6Addr::from(*first).to_bits()) >> (128 - bits) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first and the last address of each block; then the neighbours outside.
    #[test]
    fn blocks_end_where_they_end() {
        for (first, last, before, after) in [
            ("0.0.0.0", "0.255.255.255", None, Some("1.0.0.0")),
            ("10.0.0.0", "10.255.255.255", Some("9.255.255.255"), Some("11.0.0.0")),
            ("100.64.0.0", "100.127.255.255", Some("100.63.255.255"), Some("100.128.0.0")),
            ("127.0.0.0", "127.255.255.255", Some("126.255.255.255"), Some("128.0.0.0")),
            ("169.254.0.0", "169.254.255.255", Some("169.253.255.255"), Some("169.255.0.0")),
            ("172.16.0.0", "172.31.255.255", Some("172.15.255.255"), Some("172.32.0.0")),
            ("192.0.0.0", "192.0.0.255", Some("191.255.255.255"), Some("192.0.1.0")),
            ("192.0.2.0", "192.0.2.255", Some("192.0.1.255"), Some("192.0.3.0")),
            ("192.88.99.0", "192.88.99.255", Some("192.88.98.255"), Some("192.88.100.0")),
            ("192.168.0.0", "192.168.255.255", Some("192.167.255.255"), Some("192.169.0.0")),
            ("198.18.0.0", "198.19.255.255", Some("198.17.255.255"), Some("198.20.0.0")),
            ("198.51.100.0", "198.51.100.255", Some("198.51.99.255"), Some("198.51.101.0")),
            ("203.0.113.0", "203.0.113.255", Some("203.0.112.255"), Some("203.0.114.0")),
            ("224.0.0.0", "255.255.255.255", Some("223.255.255.255"), None),
            ("::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None, Some("2000::")),
            ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", Some("2000:ffff::"), None),
            ("2001:db8::", "2001:db8:ffff::", Some("2001:db7:ffff::"), Some("2001:db9::")),
            ("2002::", "2002:ffff::", Some("2001:ffff::"), Some("2003::")),
            ("3fff::", "3fff:fff:ffff::", Some("3ffe:ffff::"), Some("3fff:1000::")),
            ("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Some("3fff:ffff::"), None),
        ] {
            let public = |text: &str| is_public(text.parse().unwrap());
            assert!(!public(first) && !public(last), "{first} to {last}");
            assert!(before.is_none_or(public), "before {first}");
            assert!(after.is_none_or(public), "after {last}");
        }
    }

    #[test]
    fn an_address_inside_an_address_is_never_public() {
        for prefix in ["::ffff:", "::", "::ffff:0:", "64:ff9b::", "64:ff9b:1::", "2001::"] {
            for inside in ["8.8.8.8", "127.0.0.1"] {
                let address = format!("{prefix}{inside}").parse().unwrap();
                assert!(!is_public(address), "{address}");
            }
        }
        for public in ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:400f::200e"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }
}
