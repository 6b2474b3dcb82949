# The tutorials' client of the greeting server: prints the greeting, and the answer to each name of its arguments; then it says exit and
# waits for the end.
import socket, sys

s = socket.socket()
s.settimeout(60)
s.connect((sys.argv[1], int(sys.argv[2])))
print(s.recv(1024).decode("utf-8"), flush=True)
for name in sys.argv[3:]:
    s.send(name.encode("utf-8"))
    print(s.recv(1024).decode("utf-8"), flush=True)
s.send(b"exit")
print("closed" if s.recv(1024) == b"" else "still open", flush=True)
