"""A mail server for one connection (RFC 5321), which prints the mail it was given, as the standard library reads it."""
import email, email.utils, json, re, socketserver, sys

class Handler(socketserver.StreamRequestHandler):
    timeout = 20

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")
        self.wfile.flush()

    def line(self):
        raw = self.rfile.readline(1002)
        if not raw.endswith(b"\r\n"):
            raise ValueError("no CRLF behind %r" % raw)
        return raw[:-2].decode()

    def handle(self):
        self.say("220 test")
        seen, state = {}, "hello"
        while True:
            line = self.line()
            verb = line.upper()
            if re.fullmatch(r"(EHLO|HELO) [a-z0-9.-]+", line) and state == "hello":
                seen["hello"], state = line.split()[1], "mail"
                self.say("250 test")
            elif (m := re.fullmatch(r"MAIL FROM:<([^<>\s]+)>", line)) and state == "mail":
                seen["from"], state = m[1], "rcpt"
                self.say("250 OK")
            elif (m := re.fullmatch(r"RCPT TO:<([^<>\s]+)>", line)) and state == "rcpt":
                seen["to"], state = m[1], "data"
                self.say("250 OK")
            elif verb == "DATA" and state == "data":
                self.say("354 go on")
                lines = []
                while (text := self.line()) != ".":
                    lines.append(text)
                mail = email.message_from_string("\n".join(lines))
                seen["subject"], seen["body"] = mail["Subject"], mail.get_payload()
                seen["date"] = email.utils.parsedate_to_datetime(mail["Date"]).timestamp()
                state = "mail"
                self.say("250 OK")
            elif verb == "QUIT":
                self.say("221 bye")
                break
            else:
                self.say("500 what is %r?" % line)
        self.connection.settimeout(0.2)
        try:
            seen["rest"] = self.rfile.read(1).decode()
        except OSError:
            seen["rest"] = ""
        print(json.dumps(seen), flush=True)

with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
    print(server.server_address[1], flush=True)
    server.handle_request()
