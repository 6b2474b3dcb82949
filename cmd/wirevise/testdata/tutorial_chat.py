# The tutorials' chat, either end: what is typed goes out, what comes in is printed, at the same time. A server prints its port first.
import socket, sys, threading

if sys.argv[1] == "server":
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    listener.listen(5)
    print(listener.getsockname()[1], flush=True)
    listener.settimeout(60)
    sock, _ = listener.accept()
else:
    sock = socket.create_connection((sys.argv[2], int(sys.argv[3])))
sock.settimeout(60)

def read():
    while True:
        data = sock.recv(1024)
        if not data:
            break
        sys.stdout.write(data.decode("utf-8"))
        sys.stdout.flush()

reader = threading.Thread(target=read)
reader.start()
for line in sys.stdin:
    sock.send(line.encode("utf-8"))
sock.shutdown(socket.SHUT_WR)
reader.join()
