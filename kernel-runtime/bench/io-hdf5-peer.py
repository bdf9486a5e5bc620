"""Times h5py on the files of the benchmark io.hdf5, best of N, and prints JSON {case: [s, CPU s]}.

    python io-hdf5-peer.py FOLDER REPEATS FRAMES_AT_ONCE
"""

import json
import os
import sys
import time

import h5py
import hdf5plugin  # noqa: F401  (registers the filters)
import numpy as np

folder, repeats, at_once = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
result = {}


def best(name, work):
    times = []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - wall, time.process_time() - cpu))
    result[name] = min(times)


for name in ("contiguous", "plain", "gzip", "bslz4"):
    with h5py.File(os.path.join(folder, name + ".h5")) as file:
        data = file["data"]
        frames = np.empty((at_once, *data.shape[1:]), "u2")

        def in_blocks():
            for first in range(0, data.shape[0], at_once):
                data.read_direct(frames, np.s_[first : first + at_once])

        best(name, in_blocks)
        if name == "bslz4":
            block = np.empty((data.shape[0], 32, data.shape[2]), "u2")
            best("rows", lambda: data.read_direct(block, np.s_[:, 128:160]))
            row = np.empty((data.shape[0], 1, data.shape[2]), "u2")
            best("row", lambda: data.read_direct(row, np.s_[:, 128:129]))
with h5py.File(os.path.join(folder, "cubes.h5")) as file:
    data = file["data"]
    block = np.empty((data.shape[0], 16, data.shape[2]), "u2")

    def rows():
        for first in range(0, data.shape[1], 16):
            data.read_direct(block, np.s_[:, first : first + 16])

    best("cubes", rows)
print(json.dumps(result))
