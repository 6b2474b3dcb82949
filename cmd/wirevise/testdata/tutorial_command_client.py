# The client of the tutorials' remote commands: says a command, reads how long its output is, says that it is ready, reads the
# output. Commands come from standard input; outputs go to standard output.
import socket, sys

host, port, ready = sys.argv[1], int(sys.argv[2]), sys.argv[3]
client = socket.socket()
client.settimeout(60)
client.connect((host, port))
for cmd in sys.stdin:
    client.send(cmd.strip().encode("utf-8"))
    size = int(client.recv(1024).decode())
    client.send(ready.encode("utf-8"))
    received = b""
    while len(received) < size:
        data = client.recv(1024)
        if not data:
            sys.exit("the server has gone after %d of %d bytes" % (len(received), size))
        received += data
    sys.stdout.buffer.write(received)
    sys.stdout.buffer.flush()
client.close()
