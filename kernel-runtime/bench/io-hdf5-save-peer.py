"""Times h5py with hdf5plugin on writing the frames of FOLDER/contiguous.h5, best of N, and prints JSON {case: [s, CPU s]}.

    python io-hdf5-save-peer.py FOLDER REPEATS FRAMES
"""

import json
import os
import sys
import time

import h5py
import hdf5plugin
import numpy as np

folder, repeats, frames = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with h5py.File(os.path.join(folder, "contiguous.h5")) as file:
    held = file["data"][: min(64, frames)]
side = held.shape[1]
path = os.path.join(folder, "saved-h5py.h5")
cases = {
    "plain": dict(),
    "bslz4": dict(hdf5plugin.Bitshuffle()),
    "gzip": dict(compression="gzip", compression_opts=1, shuffle=True),
}
result = {}
for name, settings in cases.items():
    count = frames // 8 if name == "gzip" else frames
    times = []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        with h5py.File(path, "w") as file:
            data = file.create_dataset("data", (count, side, side), "u2", chunks=(1, side, side), **settings)
            for index in range(count):
                data.write_direct(held, np.s_[index % len(held)], np.s_[index])
        times.append((time.perf_counter() - wall, time.process_time() - cpu))
        os.remove(path)
    result[name] = min(times)
print(json.dumps(result))
