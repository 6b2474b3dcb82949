"""Answers one HTTP request with what the standard library understood of it, as JSON in a line, on standard output too."""
import http.server, json, sys

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        seen = {"method": self.command, "path": self.path, "host": self.headers["Host"], "body": body.decode(), "rest": ""}
        text = json.dumps(seen).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)
        self.wfile.flush()
        self.connection.settimeout(0.2)  # what is left over would be another request
        try:
            seen["rest"] = self.rfile.read(1).decode()
        except OSError:
            pass
        print(json.dumps(seen), flush=True)
        self.close_connection = True

    do_GET = do_POST = do_HEAD = answer

    def log_message(self, *_):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.handle_request()
