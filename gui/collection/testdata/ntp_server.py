"""Answers one NTP query (RFC 5905, section 7.3) and prints what it asked."""
import json, socket, struct, time

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
s.settimeout(20)
print(s.getsockname()[1], flush=True)
query, peer = s.recvfrom(2000)
first, stratum, poll, precision, delay, dispersion, ref = struct.unpack("!BBbbIII", query[:16])
reference, origin, receive, transmit = struct.unpack("!QQQQ", query[16:48])
now = int((time.time() + 2208988800) * 2**32)
s.sendto(struct.pack("!BBbbIIIQQQQ", 4 << 3 | 4, 2, 3, -20, 0, 0, 0x7f000001, now, transmit, now, now), peer)
print(json.dumps({"size": len(query), "leap": first >> 6, "version": first >> 3 & 7, "mode": first & 7, "stratum": stratum,
                  "others": reference | origin | receive, "transmit": "%016x" % transmit}), flush=True)
