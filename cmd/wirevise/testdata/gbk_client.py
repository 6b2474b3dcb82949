# Says a command in GBK, in two pieces that are cut inside a character, and prints the answer of a remote command server.
import socket, sys, time

s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.settimeout(60)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
line = "printf %s 中文\n".encode("gbk")
cut = line.index("文".encode("gbk")) + 1
s.sendall(line[:cut])
sys.stdin.readline() # until the first piece has arrived
s.sendall(line[cut:])
size = int(s.recv(1024))
s.sendall(b"OK\n")
body = b""
while len(body) < size:
    body += s.recv(1024)
print(body.decode("utf-8"))
