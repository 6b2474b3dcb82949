"""Reads messages as hex, a line each with a word before it, and prints what they say, as JSON."""
import json, struct, sys

def crc16(data):  # MODBUS over serial line V1.02, appendix B, bit by bit
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc

def modbus_pdu(unit, data):
    function, first, count = struct.unpack("!BHH", data)
    return {"unit": unit, "function": function, "first": first, "count": count}

def modbus_tcp(data):
    transaction, protocol, length, unit = struct.unpack("!HHHB", data[:7])
    assert protocol == 0 and length == len(data) - 6, (protocol, length)
    return modbus_pdu(unit, data[7:]) | {"transaction": transaction}

def modbus_rtu(data):
    assert struct.unpack("<H", data[-2:])[0] == crc16(data[:-2]), hex(crc16(data[:-2]))
    assert crc16(data) == 0
    return modbus_pdu(data[0], data[1:-2])

def resp(data):
    commands = []
    def line():
        nonlocal data
        text, data = data.split(b"\r\n", 1)
        return text
    while data:
        head = line()
        assert head[:1] == b"*"
        words = []
        for _ in range(int(head[1:])):
            size = line()
            assert size[:1] == b"$"
            n = int(size[1:])
            words.append(data[:n].decode())
            assert data[n:n + 2] == b"\r\n"
            data = data[n + 2:]
        commands.append(words)
    return commands

for text in sys.stdin:
    kind, message = text.split()
    print(json.dumps(globals()[kind](bytes.fromhex(message))), flush=True)
