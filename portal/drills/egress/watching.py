"""Every packet of every process: a network of its own in which all addresses lead back here.

Linux only. The calling process, and all that it starts from then on, live in a network namespace
that holds nothing but the loopback device, with a route that makes every address of the world one
of this machine. Whatever connects anywhere, by whatever library, sends its packets over that
device, and a raw socket reads them all. Nothing can leave.
"""

import ctypes
import fcntl
import os
import socket
import struct
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Any

CLONE_NEWNET, SIOCSIFFLAGS, IFF_UP_RUNNING = 0x40000000, 0x8914, 0x41
ETH_P_ALL, PACKET_OUTGOING = 3, 4
TCP, UDP = 6, 17
#: Where a stranger's route begins: (message, flags) of netlink, and the local table and scope.
RTM_NEWROUTE, CREATE_AND_ACK = 24, 0x1 | 0x4 | 0x400 | 0x100
LOCAL_TABLE, SCOPE_HOST, TYPE_LOCAL, RTA_OIF, BOOT = 255, 254, 2, 4, 3


def enter_own_network() -> None:
    """Raises OSError where the system does not allow it (it takes Linux and its administrator)."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET):
        number = ctypes.get_errno()
        raise OSError(number, f"a network of its own: {os.strerror(number)}")
    with socket.socket() as any_socket:
        up = struct.pack("16sH14x", b"lo", IFF_UP_RUNNING)
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, up)
    for family in (socket.AF_INET, socket.AF_INET6):
        _lead_back(family)


def _lead_back(family: int) -> None:
    """A route that makes every address local, as `ip route add local default dev lo` does."""
    kind = getattr(socket, "AF_NETLINK", 16)
    with socket.socket(kind, socket.SOCK_RAW, 0) as link:
        link.bind((0, 0))
        index = struct.pack("HHI", 8, RTA_OIF, socket.if_nametoindex("lo"))
        route = struct.pack(
            "BBBBBBBBI", family, 0, 0, 0, LOCAL_TABLE, BOOT, SCOPE_HOST, TYPE_LOCAL, 0
        )
        body = route + index
        link.send(struct.pack("IHHII", 16 + len(body), RTM_NEWROUTE, CREATE_AND_ACK, 1, 0) + body)
        error = struct.unpack("i", link.recv(4096)[16:20])[0]
    if error:
        raise OSError(-error, f"no route back: {os.strerror(-error)}")


@dataclass
class Watch:
    """What was sent: `connections` and `datagrams` by (address, port), the bytes of each flow."""

    connections: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    datagrams: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    flows: dict[tuple, bytearray] = field(default_factory=lambda: defaultdict(bytearray))
    lock: Any = field(default_factory=Lock)

    def start(self) -> None:
        raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024**2)
        raw.bind(("lo", 0))
        Thread(target=self._read, args=(raw,), daemon=True, name="watch").start()

    def _read(self, raw: socket.socket) -> None:
        while True:
            packet, (_device, _proto, kind, *_rest) = raw.recvfrom(65_600)
            if kind == PACKET_OUTGOING and (told := transport(packet)):
                with self.lock:
                    self._note(*told)

    def _note(self, proto: int, source: str, target: str, body: bytes) -> None:
        """A flow is one direction of one connection: source and target with their ports."""
        from_port, to_port = struct.unpack("!HH", body[:4])
        where = (target, to_port)
        if proto == UDP:
            self.datagrams[where] += 1
            self.flows[(source, from_port, *where, "udp")] += body[8:]
            return
        offset, flags = (body[12] >> 4) * 4, body[13]
        if flags & 0x12 == 0x02:  # a first packet: SYN without ACK
            self.connections[where] += 1
        self.flows[(source, from_port, *where, "tcp")] += body[offset:]

    def holding(self, words: Iterable[bytes]) -> dict[bytes, set[tuple[str, int]]]:
        """Which of these byte strings were sent, and where to."""
        with self.lock:
            flows = [(flow[2:4], bytes(sent)) for flow, sent in self.flows.items()]
        return {word: {where for where, sent in flows if word in sent} for word in words}


def transport(packet: bytes) -> tuple[int, str, str, bytes] | None:
    """(protocol, source, target, TCP or UDP) of an Ethernet frame; None of anything else."""
    kind = packet[12:14]
    if kind == b"\x08\x00" and len(packet) > 34:
        start, proto = 14 + (packet[14] & 15) * 4, packet[23]
        source, target = socket.inet_ntoa(packet[26:30]), socket.inet_ntoa(packet[30:34])
    elif kind == b"\x86\xdd" and len(packet) > 54:
        start, proto = 54, packet[20]
        source = socket.inet_ntop(socket.AF_INET6, packet[22:38])
        target = socket.inet_ntop(socket.AF_INET6, packet[38:54])
    else:
        return None
    return (proto, source, target, packet[start:]) if proto in (TCP, UDP) else None
