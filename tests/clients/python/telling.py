"""How the stories of the Python clients are told: what is claimed, what should be refused, what is heard, and one
chapter after the other until something is not as it should be."""

import asyncio
import json
import logging
import os
import sys
import threading
import time
import traceback
from urllib.parse import urlsplit

import requests

PASSWORD = "A-quiet-Harbour-7"
PATIENCE = 10  # seconds
SERVER = urlsplit(os.environ.get("WARDROOM_URL", "http://127.0.0.1:8065"))


class Broken(Exception):
    """The story is not as it should be."""


def expect(claim, what):
    if not claim:
        raise Broken(what)


def equal(got, wanted, what):
    expect(got == wanted, f"{what}: expected {wanted!r}, got {got!r}")


def until(holds, what):
    """Waits until the claim holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        expect(time.monotonic() < deadline, what)
        time.sleep(0.02)


def refused(kind, action, what):
    try:
        action()
    except kind:
        return
    except Exception as other:
        raise Broken(f"{what} should be refused as {kind.__name__}, not {other!r}") from other
    raise Broken(f"{what} should be refused")


def session(name):
    """Logs somebody in, and gives the session's token: for drivers that are handed one."""
    body = {"login_id": name, "password": PASSWORD}
    answer = requests.post(f"{SERVER.geturl()}/api/v4/users/login", json=body, timeout=PATIENCE)
    equal(answer.status_code, 200, f"{name} logs in with a password")
    return answer.headers["Token"]


class Listener:
    """What somebody hears on the socket of a driver."""

    def __init__(self, driver, name):
        self.name = name
        self.heard = []
        self.changed = threading.Condition()

        # The driver's socket wants a thread of its own; it authenticates by message.
        def run():
            asyncio.set_event_loop(asyncio.new_event_loop())
            driver.init_websocket(self.take)
        threading.Thread(target=run, daemon=True).start()
        self.hears("hello")

    async def take(self, frame):
        with self.changed:
            self.heard.append(json.loads(frame))
            self.changed.notify_all()

    def hears(self, name, matches=lambda event: True):
        """Waits for an event and takes it away, so that the next wait finds the next one."""
        def wanted():
            return next((e for e in self.heard if e.get("event") == name and matches(e)), None)
        with self.changed:
            self.changed.wait_for(wanted, timeout=PATIENCE)
            found = wanted()
            names = ", ".join(e.get("event", "a reply") for e in self.heard) or "nothing"
            expect(found, f"{self.name} should hear {name}, but heard {names}")
            self.heard.remove(found)
            return found

    def hears_post(self, wanted):
        """The event of the post with this id, or of the first post that the function finds right, and the post."""
        matches = wanted if callable(wanted) else lambda post: post["id"] == wanted
        event = self.hears("posted", lambda e: matches(json.loads(e["data"]["post"])))
        return event, json.loads(event["data"]["post"])

    def heard_nothing_of(self, word):
        with self.changed:
            found = [event for event in self.heard if word in json.dumps(event)]
        equal(found, [], f"{self.name} should hear nothing of {word}")


def tell(client, chapters):
    """Ends the process, with a status that says whether the story holds."""
    logging.disable(logging.CRITICAL)
    names = [chapter.__name__.replace("_", " ") for chapter in chapters]
    status = 0
    for name, chapter in zip(names, chapters):
        try:
            chapter()
        except Exception as error:
            print(f'the story of {client} breaks in "{name}": {error!r}', file=sys.stderr)
            here = os.path.dirname(__file__)
            for frame in traceback.extract_tb(error.__traceback__):
                if os.path.dirname(frame.filename) == here:
                    print(f"    {os.path.basename(frame.filename)}:{frame.lineno}: {frame.line}", file=sys.stderr)
            status = 1
            break
    else:
        print(f"the story of {client} holds: {', '.join(names)}")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # the sockets' threads have no end of their own
