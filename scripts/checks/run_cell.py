"""Starts a kernel by name, runs the code on standard input, and prints its streams and results; the exit code tells an error."""

import sys

from jupyter_client.manager import start_new_kernel


def main(kernel_name: str, code: str) -> int:
    manager, client = start_new_kernel(kernel_name=kernel_name, startup_timeout=60)
    try:
        reply = client.execute_interactive(code, timeout=60, output_hook=show)
        return 0 if reply["content"]["status"] == "ok" else 1
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


def show(message: dict) -> None:
    content = message["content"]
    if message["msg_type"] == "stream":
        print(content["text"], end="")
    elif message["msg_type"] in ("execute_result", "display_data"):
        print(content["data"].get("text/plain", ""))
    elif message["msg_type"] == "error":
        print("\n".join(content["traceback"]), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.stdin.read()))
