# The tutorials' echo client: tcp or udp, many at once. Each says some lines and prints nothing when all of them come back.
import socket, sys, threading

kind, host, port, clients = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
upper = "upper" in sys.argv
wrong = []

def talk(n):
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
    s.settimeout(60)
    s.connect((host, port))
    for i in range(5):
        message = ("client %d says 世界 %d" % (n, i)).encode("utf-8")
        want = message.upper() if upper else message
        s.send(message)
        got = s.recv(1024)
        while kind == "tcp" and len(got) < len(want):
            got += s.recv(1024)
        if got != want:
            wrong.append((n, i, got, want))
    s.close()

threads = [threading.Thread(target=talk, args=(n,)) for n in range(clients)]
for t in threads:
    t.start()
for t in threads:
    t.join()
if wrong:
    sys.exit("wrong answers: %r" % wrong[:3])
