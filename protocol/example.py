#!/usr/bin/env python3
"""A whole client, written from nothing but PROTOCOL.md, to copy into another language. It needs only Python 3.

python3 protocol/example.py [--url http://localhost:8123] TOPIC    follows TOPIC and prints each change as a JSON line
python3 protocol/example.py [--url http://localhost:8123] --check  checks itself against the server; exits with 0 or 1
"""
import argparse, base64, hashlib, http.client, itertools, json, os, random, secrets, socket, sys, threading, time
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

CONTINUATION, TEXT, CLOSE, PING, PONG = 0, 1, 8, 9, 10  # opcodes of RFC 6455
WELCOME_WITHIN_S = 10
REPEAT_WITHIN_S = 110  # the server knows an idempotency key for 2 min
STABLE_AFTER_S = 5  # a session that ends sooner does not count as a success


class Closed(Exception):
    def __init__(self, code, reason):
        super().__init__(f"closed with {code} {reason}")
        self.code = code


class Refused(Exception):
    """Another try would end in the same way."""


class WebSocket:
    """RFC 6455 as far as a client needs it. Most languages have a library for this class."""
    def __init__(self, url):
        at, key = urlsplit(url), base64.b64encode(os.urandom(16)).decode()
        self.tcp = socket.create_connection((at.hostname, at.port or 80), WELCOME_WITHIN_S)
        self.input = self.tcp.makefile("rb")
        self.tcp.sendall((f"GET {at.path.rstrip('/')}/v1/ws HTTP/1.1\r\nHost: {at.netloc}\r\nConnection: Upgrade\r\n"
                          f"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
                          "Sec-WebSocket-Protocol: fanfare.v1\r\n\r\n").encode())
        status, headers = self.input.readline().decode("latin-1")[9:12], http.client.parse_headers(self.input)
        if status.startswith("4") and status != "429":
            raise Refused(f"the server answers {status} to the handshake")
        accept = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        if status != "101" or headers["Sec-WebSocket-Accept"] != base64.b64encode(accept).decode():
            raise Closed(1006, f"before it was open: status {status}")
        if headers["Sec-WebSocket-Protocol"] != "fanfare.v1":
            raise Refused("the server does not speak fanfare.v1")

    def send(self, payload, opcode=TEXT):
        mask, size = os.urandom(4), len(payload)  # a client masks every frame
        length = b"" if size < 126 else size.to_bytes(2 if size < 65536 else 8, "big")
        first_bytes = bytes([0x80 | opcode, 0x80 | {0: size, 2: 126, 8: 127}[len(length)]])
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.tcp.sendall(first_bytes + length + mask + masked)

    def receive(self):
        """The next message, joined from its fragments. Control frames may come between them."""
        message = b""
        while True:
            first, second = self.read(2)
            opcode, size = first & 0x0F, second & 0x7F
            if size > 125:
                size = int.from_bytes(self.read(2 if size == 126 else 8), "big")
            payload = self.read(size)
            if opcode == PING:
                self.send(payload, PONG)
            elif opcode == CLOSE:
                self.send(payload, CLOSE)
                raise Closed(int.from_bytes(payload[:2], "big") or 1005, payload[2:].decode())
            elif opcode in (TEXT, CONTINUATION):
                message += payload
                if first & 0x80:
                    return message.decode()
            elif opcode != PONG:
                raise Closed(1000, f"after a frame of the unknown kind {opcode}")

    def close(self):
        """Does not wait for the server's close frame: the server may be gone."""
        self.input.close()
        self.tcp.close()

    def read(self, size):
        data = self.input.read(size)
        if len(data) < size:
            raise Closed(1006, "without a close frame")
        return data


class Reader:
    """A reader of one topic: section 2 of the protocol."""
    def __init__(self):
        self.position, self.view, self.parts, self.asked, self.joined = None, {}, None, False, False

    def rejoin(self):
        """The position to subscribe from in a new session. Forgets the parts of an incomplete delta."""
        self.parts, self.asked = None, False
        return self.position

    def take(self, delta):
        """The change, if the delta or its last part fits; "resubscribe", if a delta is missing; else None."""
        reset = delta.get("reset", False)
        frame = delta["from"], delta["to"], reset
        if self.parts and self.parts[0] != frame:
            self.parts = None
        if not reset and delta["from"] != self.position:
            asked, self.asked = self.asked, True
            return None if asked else "resubscribe"
        self.asked = False
        events = (self.parts[1] if self.parts else []) + delta["events"]
        self.parts = (frame, events) if delta.get("more") else None
        if self.parts:
            return None
        if reset:
            self.view.clear()
        for event in events:
            if event["kind"] == "state":
                self.view[event["key"]] = event
            elif event["kind"] == "gone":
                self.view.pop(event["key"], None)
        missed, self.position, self.joined = reset and self.joined, delta["to"], True
        return {"from": delta["from"], "to": delta["to"], "reset": reset, "missed": missed,
                "stale": delta.get("stale", False), "events": events}


class Client:
    """Follows one topic and publishes to it, in one session after another."""
    def __init__(self, url, topic):
        self.url, self.topic, self.reader, self.socket, self.opened_at = url, topic, Reader(), None, None
        self.publishes = {}  # those without an answer: the message and the time of the call, by idempotency key

    def publish(self, event):
        """The server stores the event once, even if it has to be sent twice. run() yields the outcome."""
        key = secrets.token_urlsafe(16)
        message = {"type": "publish", "topic": self.topic, "event": event, "idempotencyKey": key}
        self.publishes[key] = message, time.monotonic()
        if self.opened_at:
            try:
                self.request(message)
            except OSError:
                pass  # run() notices, too, and the next session sends it again
        return key

    def run(self):
        """Yields each change, and the outcome of each publish as {"key", "position"} or {"key", "error"}."""
        attempt = 0
        while True:
            self.socket, self.goodbye = None, None
            try:
                self.socket = WebSocket(self.url)
                yield from self.session()
            except (Closed, OSError, ValueError) as end:  # a time-out, or a message that is not JSON
                code, why = getattr(end, "code", 1006), end
            opened_at, self.opened_at = self.opened_at, None
            if self.socket:
                self.socket.close()
            retry_ms = self.goodbye["retryAfterMs"] if self.goodbye else None if 4500 <= code <= 4999 else 0
            if retry_ms is None:
                raise Refused(why)
            attempt = 0 if opened_at and time.monotonic() - opened_at > STABLE_AFTER_S else attempt
            wait_s = retry_ms / 1000 + back_off_s(attempt)
            print(f"{why}: connects again in {wait_s:.1f} s", file=sys.stderr)
            time.sleep(wait_s)
            attempt += 1

    def session(self):
        self.ids, self.unanswered = itertools.count(1), {}
        while True:
            message = json.loads(self.socket.receive())
            if message["type"] == "welcome":
                self.opened_at = time.monotonic()
                self.socket.tcp.settimeout(2 * message["heartbeatMs"] / 1000)  # the watchdog
                self.subscribe(self.reader.rejoin())
                for key, (publish, _) in list(self.publishes.items()):
                    if self.may_repeat(key):
                        self.request(publish)
                    elif self.publishes.pop(key):
                        yield {"key": key, "error": {"code": "outcome_unknown"}}
            elif message["type"] == "delta" and message["topic"] == self.topic:
                change = self.reader.take(message)
                if change == "resubscribe":
                    self.subscribe(self.reader.position)
                elif change:
                    yield change
            elif message["type"] == "ok":
                key = self.unanswered.pop(message["id"])[0].get("idempotencyKey")
                if self.publishes.pop(key, None):
                    yield {"key": key, "position": message["position"]}
            elif message["type"] == "error":
                yield from self.on_error(message)
            elif message["type"] == "ping":
                self.socket.send(b'{"type":"pong"}')
            elif message["type"] == "goodbye":
                self.goodbye = message

    def on_error(self, error):
        if "id" not in error:  # it does not say which request was refused: the next session sends them all again
            raise Closed(1000, error["message"])
        request, tries = self.unanswered.pop(error["id"])
        if error["retryable"] and self.may_repeat(request.get("idempotencyKey")):
            time.sleep(back_off_s(tries))  # a client with timers goes on reading meanwhile
            self.request(request, tries + 1)
        elif request["type"] == "subscribe":
            raise Refused(error["message"])
        elif self.publishes.pop(request["idempotencyKey"], None):
            yield {"key": request["idempotencyKey"], "error": error}

    def may_repeat(self, key):
        """Always, unless it is the key of a publish that may be stored twice by now."""
        return key not in self.publishes or time.monotonic() - self.publishes[key][1] < REPEAT_WITHIN_S

    def subscribe(self, position):
        self.request({"type": "subscribe", "topic": self.topic, "from": position})

    def request(self, message, tries=0):
        id = str(next(self.ids))
        self.unanswered[id] = message, tries
        self.socket.send(json.dumps({**message, "id": id}).encode())


def back_off_s(attempt):
    """Full jitter."""
    return random.uniform(0, min(20, 0.5 * 2 ** min(attempt, 10)))


def check(url):
    """Publishes, cuts the connection, and expects every event once, in order, and without a reset."""
    topic, events, positions = f"example:{secrets.token_hex(8)}", [], {}
    client = Client(url, topic)
    run = client.run()

    def until(condition):
        while not condition():
            it = next(run)
            assert not it.get("missed") and "error" not in it, f"expected a delta or a position: {it}"
            events.extend(event["id"] for event in it.get("events", []))
            positions.update({it["key"]: it["position"]} if "key" in it else {})

    def call(path, body=None):
        headers = {"Content-Type": "application/json", "Idempotency-Key": secrets.token_urlsafe(16)}
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(f"{url.rstrip('/')}/v1/topics/{quote(topic, safe='')}{path}", data, headers)) as answer:
            return json.load(answer)

    first = client.publish({"kind": "state", "key": "card:0", "data": {"title": "Grüße"}, "user": "alice"})
    until(lambda: positions.get(first) in events)
    cut = client.publish({"kind": "notice", "key": "card:0", "data": "stale"})
    client.socket.tcp.shutdown(socket.SHUT_RDWR)  # before the answer: the next session repeats the publish
    missed = call("/events", [{"kind": "state", "key": f"card:{n}", "data": str(n) * 60_000} for n in range(1, 9)])
    until(lambda: positions.get(cut) in events and missed["positions"][-1] in events)
    last = client.publish({"kind": "gone", "key": "card:8"})
    until(lambda: positions.get(last) in events)

    assert [it for it in events if it != positions[cut]] == [positions[first], *missed["positions"], positions[last]], events
    assert len(events) == len(set(events)), f"a duplicate: {events}"
    whole = call("")
    assert whole["to"] == client.reader.position, f"{client.reader.position}: expected {whole['to']}"
    assert {event["key"]: event for event in whole["events"]} == client.reader.view, "the view differs from the topic"
    print(f"{len(events)} events, each once and in order, with a cut between them")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--url", default="http://localhost:8123")
    options.add_argument("--check", action="store_true")
    options.add_argument("topic", nargs="?", metavar="TOPIC")
    given = options.parse_args()
    if given.check == (given.topic is not None):
        options.error("expected either TOPIC or --check")
    try:
        if given.check:
            patience = threading.Timer(60, lambda: (print("not done after 60 s", file=sys.stderr), os._exit(1)))
            patience.daemon = True
            patience.start()
            check(given.url)
        else:
            for change in Client(given.url, given.topic).run():
                print(json.dumps(change, ensure_ascii=False), flush=True)
    except (Refused, AssertionError) as end:
        sys.exit(f"{type(end).__name__}: {end}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
