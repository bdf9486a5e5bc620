"""Drives a kernel through jupyter_client, as servers and nbclient do, and prints one JSON line per behaviour.

    python behaviours.py ARGV...     the argv of the kernel's kernelspec, with {connection_file}
"""

import json
import sys
import tempfile
import time

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

PROMPTLY = 20


class Kernel:
    """A started kernel and its client."""

    def __init__(self, argv, folder):
        self.manager = KernelManager()
        self.manager._kernel_spec = KernelSpec(
            argv=argv, display_name="under test", language="typescript", interrupt_mode="message"
        )
        self.manager.start_kernel(cwd=folder)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        # What came for other cells than the one that was waited for.
        self.others = []

    def run(self, code, **options):
        """Reply, and all messages of the cell up to its idle."""
        return self.collect(self.client.execute(code, **options))

    def collect(self, parent, timeout=PROMPTLY):
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") != parent:
                self.others.append(message)
                continue
            messages.append(message)
            if message["content"].get("execution_state") == "idle":
                break
        while True:
            reply = self.client.get_shell_msg(timeout=timeout)
            if reply["parent_header"].get("msg_id") == parent:
                return reply["content"], messages

    def value(self, code):
        reply, messages = self.run(code)
        assert reply["status"] == "ok", reply
        results = [m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] == "execute_result"]
        return results[-1] if results else None

    def wait_for_text(self, parent, text):
        earlier, self.others = iter(self.others), []
        while True:
            message = next(earlier, None) or self.client.get_iopub_msg(timeout=PROMPTLY)
            if message["parent_header"].get("msg_id") == parent and message["content"].get("text") == text:
                return

    def interrupted(self, code):
        """Seconds from the interrupt to the reply."""
        parent = self.client.execute("console.log('begun')\n" + code)
        self.wait_for_text(parent, "begun\n")
        time.sleep(0.1)
        start = time.perf_counter()
        self.manager.interrupt_kernel()
        while True:
            reply = self.client.get_shell_msg(timeout=PROMPTLY)
            if reply["parent_header"].get("msg_id") == parent:
                break
        assert reply["content"]["ename"] == "KeyboardInterrupt", reply["content"]
        assert self.value("1 + 1") == "2"
        return time.perf_counter() - start

    def control(self, msg_type, content=None):
        message = self.client.session.msg(msg_type, content or {})
        self.client.control_channel.send(message)
        while True:
            reply = self.client.get_control_msg(timeout=PROMPTLY)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return reply["content"]

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def streams(messages, name="stdout"):
    return "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream" and m["content"]["name"] == name)


def types(messages):
    return [m["msg_type"] for m in messages]


def order(k):
    _, messages = k.run("console.log('a')\n6 * 7")
    assert types(messages) == ["status", "execute_input", "stream", "execute_result", "status"], types(messages)


def variables(k):
    k.run("const kept = 20")
    assert k.value("kept + 2") == "22"


def error(k):
    reply, messages = k.run("\nthrow new RangeError('too far')")
    assert (reply["ename"], reply["evalue"]) == ("RangeError", "too far"), reply
    assert any(":2:" in line for line in reply["traceback"]), reply["traceback"]
    assert "error" in types(messages)


def aborted(k):
    first = k.client.execute("await new Promise(r => setTimeout(r, 100)); throw new Error('x')")
    second = k.client.execute("console.log('must not run')")
    assert k.collect(first)[0]["status"] == "error"
    time.sleep(0.1)
    reply = k.client.get_shell_msg(timeout=PROMPTLY)
    assert reply["parent_header"]["msg_id"] == second and reply["content"]["status"] == "aborted", reply["content"]


def silent(k):
    _, messages = k.run("6 * 7", silent=True)
    assert types(messages) == ["status", "status"], types(messages)


def expressions(k):
    reply, _ = k.run("const e = 6", user_expressions={"x": "e * 7"})
    assert reply["user_expressions"]["x"]["data"]["text/plain"] == "42", reply


def stdin(k):
    answered = []

    def answer(message):
        answered.append(message["content"]["prompt"])
        k.client.input("Ada")

    reply = k.client.execute_interactive(
        "if ((await input('Who? ')) !== 'Ada') throw new Error('other')",
        allow_stdin=True, stdin_hook=answer, timeout=PROMPTLY, output_hook=lambda _: None,
    )
    assert reply["content"]["status"] == "ok" and answered == ["Who? "], reply["content"]


def history(k):
    k.run("123 + 321")
    k.client.history(hist_access_type="search", pattern="123*", n=1)
    entries = k.client.get_shell_msg(timeout=PROMPTLY)["content"]["history"]
    assert entries[-1][2] == "123 + 321", entries


def completion(k):
    k.client.complete("Math.flo", 8)
    assert k.client.get_shell_msg(timeout=PROMPTLY)["content"]["matches"] == ["floor"]


def inspection(k):
    k.run("const detector = { pixelSizeMm: 0.075 }")
    k.client.inspect("detector", 3)
    assert "pixelSizeMm" in json.dumps(k.client.get_shell_msg(timeout=PROMPTLY)["content"]["data"])


def complete_code(k):
    k.client.is_complete("function f() {")
    assert k.client.get_shell_msg(timeout=PROMPTLY)["content"]["status"] == "incomplete"


def displays(k):
    k.run("display('a', { id: 'd' })")
    _, messages = k.run("display.update('d', 'b')")
    assert "update_display_data" in types(messages)


def comms(k):
    message = k.client.session.msg("comm_open", {"comm_id": "c", "target_name": "nobody", "data": {}})
    k.client.shell_channel.send(message)
    while True:
        seen = k.client.get_iopub_msg(timeout=PROMPTLY)
        if seen["msg_type"] == "comm_close" and seen["content"]["comm_id"] == "c":
            return


def unknown(k):
    message = k.client.session.msg("teleport_request", {})
    k.client.shell_channel.send(message)
    reply = k.client.get_shell_msg(timeout=PROMPTLY)
    assert reply["msg_type"] == "teleport_reply" and reply["content"]["status"] == "error"


def flood(k):
    reply, messages = k.run("for (let i = 0; i < 100000; i++) console.log(i)")
    assert streams(messages) == "".join(f"{i}\n" for i in range(100000)) and reply["status"] == "ok"


def busy_control(k):
    parent = k.client.execute("const end = Date.now() + 700; while (Date.now() < end);")
    time.sleep(0.1)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        k.control("kernel_info_request")
        times.append(time.perf_counter() - start)
    k.collect(parent)
    assert sorted(times)[18] < 0.1, times


def late_output(k):
    parent = k.client.execute("setTimeout(() => console.log('late'), 150)")
    k.collect(parent)
    k.run("1")
    k.wait_for_text(parent, "late\n")


def loop(k):
    k.interrupted("while (true) {}")


def loop_after_await(k):
    k.interrupted("await new Promise(r => setTimeout(r, 5)); while (true) {}")


def pending_await(k):
    k.interrupted("await new Promise(() => undefined)")


def restart(k):
    k.manager.restart_kernel(now=False)
    k.client.wait_for_ready(timeout=60)
    reply, _ = k.run("kept")
    assert reply["status"] == "error", "variables outlived the restart"
    assert k.value("20 + 2") == "22"


BEHAVIOURS = [
    order, variables, error, aborted, silent, expressions, stdin, history, completion, inspection, complete_code, displays,
    comms, unknown, flood, busy_control, late_output, loop, loop_after_await, pending_await, restart,
]


def main(argv):
    folder = tempfile.mkdtemp()
    kernel = Kernel(argv, folder)
    for behaviour in BEHAVIOURS:
        start = time.perf_counter()
        why = None
        try:
            behaviour(kernel)
        except Exception as failure:
            why = f"{type(failure).__name__}: {failure}"
        print(json.dumps({"name": behaviour.__name__, "why": why, "seconds": round(time.perf_counter() - start, 2)}), flush=True)
    kernel.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
