"""Where a request comes from, as far as tries are counted by it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

_BITS = 64  # of an IPv6 address: whoever has one has all that begin like it


def network_of(address: str) -> str:
    """Return what the tries from an address are counted under.

    >>> network_of("192.0.2.7"), network_of("::ffff:192.0.2.7"), network_of("2001:db8::7:1")
    ('192.0.2.7', '192.0.2.7', '2001:db8::/64')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address[:_BITS]
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), _BITS), strict=False))


def tries_of(what: str, network: str) -> str:
    """Return what a store counts the tries of a network by."""
    return f"{what} {network_of(network)}"
