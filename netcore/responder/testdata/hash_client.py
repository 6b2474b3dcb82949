# Sends megabytes of random bytes, reads as many, and prints the SHA-256 of both.
import hashlib, os, socket, sys, threading

s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.settimeout(60)
size = int(sys.argv[3]) << 20
sent, got = hashlib.sha256(), hashlib.sha256()

def send():
    for _ in range(size >> 16):
        block = os.urandom(1 << 16)
        sent.update(block)
        s.sendall(block)
    s.shutdown(socket.SHUT_WR)

sender = threading.Thread(target=send)
sender.start()
n = 0
while True:
    data = s.recv(1 << 16)
    if not data:
        break
    n += len(data)
    got.update(data)
sender.join()
print(n, sent.hexdigest(), got.hexdigest())
