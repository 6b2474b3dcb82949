# The tutorials' greeting server: greets who connects, says hello to each name, and closes when told exit. Prints its port.
import socket, threading

server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(5)
print(server.getsockname()[1], flush=True)

def greet(sock):
    sock.send(b"hello word!")
    while True:
        data = sock.recv(1024)
        if not data or data.decode("utf-8") == "exit":
            break
        sock.send(("Hello " + data.decode("utf-8")).encode("utf-8"))
    sock.close()

while True:
    sock, addr = server.accept()
    threading.Thread(target=greet, args=(sock,), daemon=True).start()
