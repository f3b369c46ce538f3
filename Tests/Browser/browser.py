"""What the scripts of this folder share: a column of a lesson at work, and Chromium without a window.

Chromium is spoken to by its DevTools protocol, over two pipes: one JSON message after the other, each ended by a NUL.
Each program that is started is ended, and nothing waits longer than 30 seconds.
"""

import base64
import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PATIENCE = 30


class Server:
    """A column of the lesson, listening on a port of its own."""

    def __init__(self, name):
        path = os.path.join(ROOT, ".build", "debug", name)
        if not os.path.exists(path):
            sys.exit(f"{name} is not built yet: swift build")
        self.process = subprocess.Popen(
            [path], env=dict(os.environ, PORT="0"), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.origin = re.search(r"http://[^/\s]+", self.process.stdout.readline()).group()

    def end(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


class Browser:
    """A Chromium without a window, and one tab in it."""

    def __init__(self, folder):
        ours, self.output = os.pipe()
        self.input, theirs = os.pipe()

        def take_three_and_four():
            # Copied upwards first: one of the two may be 3 or 4 already.
            reading, writing = os.dup(ours), os.dup(theirs)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        chromium = os.environ.get("CHROMIUM", "chromium")
        if not shutil.which(chromium):
            sys.exit(f"there is no {chromium}: install Chromium, or name it by CHROMIUM")
        command = [
            chromium, "--headless", "--remote-debugging-pipe",
            "--disable-gpu", "--no-first-run", f"--user-data-dir={folder}",
        ]
        if os.geteuid() == 0:
            command.append("--no-sandbox")  # Chromium refuses to start for root with one.
        self.process = subprocess.Popen(
            command, preexec_fn=take_three_and_four, close_fds=False, stderr=subprocess.DEVNULL)
        os.close(ours)
        os.close(theirs)
        self.number, self.waiting, self.events, self.session = 0, b"", [], None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable")

    def ask(self, method, **parameters):
        """Sends a command, and gives what it answers."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer.get("method"))

    def read(self):
        end = time.monotonic() + PATIENCE
        while b"\0" not in self.waiting:
            if not select.select([self.input], [], [], max(0, end - time.monotonic()))[0]:
                raise RuntimeError(f"the browser said nothing for {PATIENCE} s")
            piece = os.read(self.input, 65536)
            if not piece:
                raise RuntimeError("the browser has ended")
            self.waiting += piece
        message, self.waiting = self.waiting.split(b"\0", 1)
        return json.loads(message)

    def evaluate(self, code):
        result = self.ask("Runtime.evaluate", expression=code)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"]["description"])
        return result["result"].get("value")

    def loads(self, method, **parameters):
        """Does what leads to another page, and waits until that is there."""
        self.events.clear()
        self.ask(method, **parameters)
        while "Page.loadEventFired" not in self.events:
            self.events.append(self.read().get("method"))

    def picture(self, file):
        with open(file, "wb") as picture:
            picture.write(base64.b64decode(self.ask("Page.captureScreenshot")["data"]))

    def end(self):
        os.close(self.output)  # The end of its commands is the end of the browser.
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.input)


class Visit:
    """A browser at a column: it counts what is wrong, and leaves pictures."""

    def __init__(self, browser, column, server, pictures):
        self.browser, self.column, self.server, self.pictures = browser, column, server, pictures
        self.wrong = 0

    def goes_to(self, path):
        self.browser.loads("Page.navigate", url=self.server.origin + path)

    def clicks(self, selector):
        """Clicks what leads to another page."""
        code = f"document.querySelector({json.dumps(selector)}).click()"
        self.browser.loads("Runtime.evaluate", expression=code)

    def check(self, what, found, expected):
        if found != expected:
            self.wrong += 1
            print(f"{self.column}: {what}: expected {expected!r}, found {found!r}")

    def sees(self, what, code, expected):
        """Checks what an expression of the page is."""
        self.check(what, self.browser.evaluate(code), expected)

    def picture(self, name):
        if self.pictures:
            self.browser.picture(os.path.join(self.pictures, f"{self.column}-{name}.png"))


def visit_columns(lesson, visit, done):
    """Starts both columns of a lesson, has `visit` look at each, and ends this program with a verdict."""
    name = os.path.basename(sys.argv[0])
    pictures = sys.argv[2] if sys.argv[1:2] == ["--pictures"] and len(sys.argv) == 3 else None
    if sys.argv[1:] and not pictures:
        sys.exit(f"usage: Tests/Browser/{name} [--pictures FOLDER]")
    if pictures:
        os.makedirs(pictures, exist_ok=True)
    wrong = 0
    for column in [f"{lesson}-raw", f"{lesson}-framework"]:
        # A browser of its own, so that nothing is remembered from the other column.
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            browser = Browser(folder)
            try:
                server = Server(column)
                try:
                    at_work = Visit(browser, column, server, pictures)
                    visit(at_work)
                    wrong += at_work.wrong
                finally:
                    server.end()
            finally:
                browser.end()
    print(f"{wrong} wrong" if wrong else done)
    sys.exit(1 if wrong else 0)
