"""The other end of a transfer: takes all that one connection sends, or sends as much as asked for. It says the SHA-256."""
import hashlib
import socket
import sys

what, size = sys.argv[1], int(sys.argv[2])
if what == "take":
    server = socket.create_server(("127.0.0.1", 0))
    print(server.getsockname()[1], flush=True)
    conn, _ = server.accept()
    digest, n = hashlib.sha256(), 0
    while n < size:
        data = conn.recv(1 << 18)
        if not data:
            break
        digest.update(data)
        n += len(data)
elif what == "send":
    conn = socket.create_connection(("127.0.0.1", int(sys.argv[3])))
    digest, n, block = hashlib.sha256(), 0, b"wirevise"
    while n < size:
        block = (hashlib.sha256(block).digest() * 2048)[: size - n]
        conn.sendall(block)
        digest.update(block)
        n += len(block)
conn.close()
print(n, digest.hexdigest(), flush=True)
