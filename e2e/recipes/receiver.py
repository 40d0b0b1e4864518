import hashlib
import hmac
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = os.environ["IDB_WEBHOOK_SECRET"].encode()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        expected = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        received = self.headers.get("X-Verification-Signature", "")
        if not hmac.compare_digest(received.encode(), expected.encode()):
            self.send_error(401, "bad signature")
            return
        event = json.loads(body)
        print(event["id"], event["event"], event["verificationSessionId"], event["reviewStatus"], flush=True)
        self.send_response(200)
        self.end_headers()


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "4000"))), Receiver)
print("listening on", server.server_port, flush=True)
server.serve_forever()
