# Prints its port; then sends back what its first client sends, and prints how much that was and its SHA-256.
import hashlib, socket

l = socket.create_server(("127.0.0.1", 0))
print(l.getsockname()[1], flush=True)
l.settimeout(60)
s, _ = l.accept()
s.settimeout(60)
n, h = 0, hashlib.sha256()
while True:
    data = s.recv(1 << 16)
    if not data:
        break
    n += len(data)
    h.update(data)
    s.sendall(data)
s.close()
print(n, h.hexdigest(), flush=True)
