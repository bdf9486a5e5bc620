"""Jupyter's own kernel test suite (the package jupyter_kernel_test) on the kernel that KERNEL_ARGV (JSON) starts."""

import json
import os
import unittest

import jupyter_kernel_test
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

ARGV = json.loads(os.environ["KERNEL_ARGV"])


def start_new_kernel(startup_timeout=60, kernel_name="", **options):
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(
        argv=ARGV, display_name=kernel_name, language="typescript", interrupt_mode="message"
    )
    manager.start_kernel(**options)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=startup_timeout)
    return manager, client


jupyter_kernel_test.start_new_kernel = start_new_kernel


class TypeScriptKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "daisy-typescript"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    completion_samples = [{"text": "Math.flo", "matches": {"floor"}}]
    complete_code_samples = ["1", "console.log('x')", "function f(x: number) {\n  return x * 2\n}"]
    incomplete_code_samples = ["function f() {", "const text = `open"]
    invalid_code_samples = ["const = 3"]
    code_inspect_sample = "Math.floor"
    code_execute_result = [{"code": "6 * 7", "result": "42"}, {"code": "'a' + 'b'", "result": "'ab'"}]
    code_display_data = [
        {"code": "display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) }); undefined", "mime": "text/html"}
    ]
    code_generate_error = "throw new Error('wrong')"
    code_clear_output = "display.clear()"
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "6 *"


if __name__ == "__main__":
    unittest.main(verbosity=2)
