# The server of the tutorials' remote commands: runs what a client says through the shell, answers with the length of the output, waits
# for the client to say that it is ready, and sends the output. Prints its port.
import socketserver, subprocess

class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            cmd = self.request.recv(1024).decode("utf-8")
            if not cmd:
                break
            run = subprocess.run(cmd, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.request.send(str(len(run.stdout)).encode("utf-8"))
            ready = self.request.recv(1024)
            self.request.sendall(run.stdout)

class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
