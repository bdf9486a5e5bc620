"""Writes the files of the benchmark io.hdf5 with h5py: python io-hdf5-write.py FOLDER FRAMES SIDE"""

import os
import sys

import h5py
import hdf5plugin
import numpy as np

folder, frames, side = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rng = np.random.default_rng(7)
base = 12000 + 2000 * np.sin(np.linspace(0, 20, side))
cases = {
    "contiguous": {},
    "plain": dict(chunks=(1, side, side)),
    "gzip": dict(chunks=(1, side, side), compression="gzip", compression_opts=1, shuffle=True),
    "bslz4": dict(chunks=(1, side, side), **hdf5plugin.Bitshuffle()),
    "cubes": dict(chunks=(64, 16, side // 2), **hdf5plugin.Bitshuffle()),
}
files = {}
for name, settings in cases.items():
    path = os.path.join(folder, name + ".h5")
    if not os.path.exists(path):
        file = h5py.File(path + ".part", "w")
        files[name] = file, file.create_dataset("data", (frames, side, side), "u2", **settings)
for first in range(0, frames, 64) if files else []:
    end = min(frames, first + 64)
    noise = rng.standard_normal((end - first, side, side), dtype="f4") * 110
    block = (base + noise).astype("u2")
    for _, dataset in files.values():
        dataset[first:end] = block
for name, (file, _) in files.items():
    file.close()
    os.rename(os.path.join(folder, name + ".h5.part"), os.path.join(folder, name + ".h5"))
path = os.path.join(folder, "index.h5")
if not os.path.exists(path):
    with h5py.File(path + ".part", "w") as file:
        data = file.create_dataset("data", (100000, 8), "u2", chunks=(1, 8), compression="gzip", compression_opts=1)
        row = np.arange(8, dtype="u2")
        import zlib

        packed = zlib.compress(row.tobytes(), 1)
        for number in range(100000):
            data.id.write_direct_chunk((number, 0), packed)
    os.rename(path + ".part", path)
