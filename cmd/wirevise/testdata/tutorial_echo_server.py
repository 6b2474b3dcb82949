# The tutorials' echo servers, a thread for each client: tcp or udp. Prints its port.
import socketserver, sys

class TCPHandler(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            data = self.request.recv(1024)
            if not data:
                break
            self.request.sendall(data)

class UDPHandler(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data.upper() if "upper" in sys.argv else data, self.client_address)

if sys.argv[1] == "tcp":
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), TCPHandler)
else:
    server = socketserver.ThreadingUDPServer(("127.0.0.1", 0), UDPHandler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
