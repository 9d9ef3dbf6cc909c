"""What the AWS CLI must be able to do with a local stack, whose address is the only argument."""

import base64
import json
import os
import socket
import struct
import subprocess
import sys
import urllib.parse
import urllib.request

API = sys.argv[1].rstrip("/")


class WebSocket:
    """A client's side of RFC 6455: text frames below 64 KiB, and close frames."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=30)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.stream = self.socket.makefile("rb")
        status = self.stream.readline()
        assert b" 101 " in status, status
        while self.stream.readline().strip():
            pass

    def send(self, frame):
        payload = json.dumps(frame).encode()
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.socket.sendall(struct.pack(">BBH", 0x81, 0xFE, len(payload)) + mask + masked)

    def receive(self):
        """The text of the next frame, or the code of a close frame."""
        opcode, length = self.stream.read(2)
        if length == 126:
            (length,) = struct.unpack(">H", self.stream.read(2))
        payload = self.stream.read(length)
        if opcode & 0x0F == 8:
            return struct.unpack(">H", payload[:2])[0]
        return payload.decode()


def aws(*arguments):
    """Runs the CLI and reads the JSON that it prints."""
    environment = {
        **os.environ,
        "AWS_ENDPOINT_URL": API,
        "AWS_ACCESS_KEY_ID": "cli",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_PAGER": "",
    }
    run = subprocess.run(["aws", *arguments], env=environment, capture_output=True, text=True)
    print("aws", *arguments[:2], "->", run.returncode)
    return run.returncode, json.loads(run.stdout or "null"), run.stderr


def succeeds(*arguments):
    status, answer, error = aws(*arguments)
    assert status == 0, error
    return answer


def get(path, body=None):
    request = urllib.request.Request(
        API + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def dynamodb():
    tables = succeeds("dynamodb", "list-tables")["TableNames"]
    assert len(tables) >= 3, tables
    for table in tables:
        described = succeeds("dynamodb", "describe-table", "--table-name", table)["Table"]
        assert described["TableStatus"] == "ACTIVE", described


def management():
    endpoint = get("/offhook.json")["websocketUrl"]
    session = get("/sessions", {"displayName": "CLI"})
    client = WebSocket(endpoint + "?token=" + session["token"])
    client.send({"action": "session:hello", "id": "1"})
    connection = json.loads(client.receive())["connectionId"]
    call = [
        "--endpoint-url",
        endpoint.replace("ws://", "http://"),
        f"--connection-id={connection}",
    ]
    succeeds("apigatewaymanagementapi", "post-to-connection", "--data", '{"hello":"there"}', *call)
    assert client.receive() == '{"hello":"there"}'
    found = succeeds("apigatewaymanagementapi", "get-connection", *call)
    assert found["Identity"]["SourceIp"] in ("127.0.0.1", "::1"), found
    succeeds("apigatewaymanagementapi", "delete-connection", *call)
    assert client.receive() == 1000
    status, _, error = aws("apigatewaymanagementapi", "post-to-connection", "--data", "x", *call)
    assert status != 0 and "GoneException" in error, error


dynamodb()
management()
print("The AWS CLI works with the local stack.")
