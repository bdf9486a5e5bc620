"""Writes datasets of every dtype, layout, codec, chunk shape and edge case with h5py, and beside them what h5py reads from them.

    python write_cases.py FOLDER SEED COUNT
"""

import json
import os
import sys

import h5py
import numpy as np

try:
    import hdf5plugin
except ImportError:
    hdf5plugin = None

folder, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rng = np.random.default_rng(seed)
DTYPES = "<u1 <i1 <u2 <i2 <u4 <i4 <u8 <i8 <f4 <f8 >u2 >i4 >f4 >f8 <f2 >f2".split()


def codecs():
    yield {}
    yield dict(compression="gzip", compression_opts=1)
    yield dict(compression="gzip", shuffle=True)
    yield dict(compression="lzf")
    yield dict(compression="lzf", shuffle=True, fletcher32=True)
    yield dict(fletcher32=True)
    yield dict(shuffle=True)
    if hdf5plugin:
        yield dict(hdf5plugin.Bitshuffle())
        yield dict(hdf5plugin.Bitshuffle(nelems=64))
        yield dict(hdf5plugin.Bitshuffle(cname="none"))
        yield dict(hdf5plugin.LZ4())
        yield dict(hdf5plugin.LZ4(nbytes=1000))
        for name in ("blosclz", "lz4", "lz4hc", "zlib"):
            yield dict(hdf5plugin.Blosc(cname=name, shuffle=int(rng.integers(3))))


def values(dtype, shape):
    size = int(np.prod(shape, dtype=int))
    kind = rng.integers(3)
    if kind == 0:
        data = rng.integers(0, 256, size * np.dtype(dtype).itemsize, dtype=np.uint8).view(dtype)
        return np.nan_to_num(data).reshape(shape) if "f" in dtype else data.reshape(shape)
    data = rng.poisson(40, size) if kind == 1 else np.arange(size) // 5 % 100
    return data.astype(dtype).reshape(shape)


manifest = []
choices = list(codecs())
for number in range(count):
    version = ["earliest", "v108", "v110", "latest"][number % 4]
    block = [0, 0, 512, 2048][int(rng.integers(4))]
    path = os.path.join(folder, f"case{number}.h5")
    with h5py.File(path, "w", libver=(version, "latest"), userblock_size=block) as file:
        for entry in range(8):
            dtype = str(rng.choice(DTYPES))
            rank = int(rng.integers(0, 5))
            shape = tuple(int(rng.integers(1, 24)) for _ in range(rank))
            name = f"group{entry % 3}/data{entry}"
            settings = {}
            if rank and rng.integers(4):
                settings = dict(choices[int(rng.integers(len(choices)))])
                settings["chunks"] = tuple(int(rng.integers(1, max(2, length + 3))) for length in shape)
                kind = rng.integers(4)
                free = [None] * rank if kind == 1 else [None] + list(shape[1:]) if kind == 2 else None
                if kind == 3:
                    free = list(shape)
                    free[int(rng.integers(rank))] = None
                settings["maxshape"] = tuple(free) if free else tuple(n + 4 for n in shape)
                if kind == 0 and rng.integers(2):
                    settings.pop("maxshape")
                most = settings.get("maxshape", shape)
                settings["chunks"] = tuple(a if b is None else min(a, b) for a, b in zip(settings["chunks"], most))
            if rng.integers(3) == 0:
                settings["fillvalue"] = np.array(7, dtype=dtype)
            dataset = file.create_dataset(name, shape=shape, dtype=dtype, **settings)
            if rng.integers(8) == 0 and rank:
                part = tuple(slice(int(rng.integers(length)), length) for length in shape)
            else:
                part = (slice(None),) * rank if rank else ()
            dataset[part] = values(dtype, dataset[part].shape)
            if rank and settings.get("maxshape") and rng.integers(5) == 0:
                dataset.resize(tuple(int(rng.integers(1, n + 1)) for n in shape))
            if dataset.chunks and settings.get("compression") and rng.integers(5) == 0:
                # a chunk whose filters were all left out
                whole = values(dtype, dataset.chunks)
                dataset.id.write_direct_chunk((0,) * rank, whole.tobytes(), filter_mask=0xFFFFFFFF)
            file[f"soft{entry}"] = h5py.SoftLink("/" + name)
            dataset.attrs["units"] = "mm"
        for extra in range(int(rng.integers(0, 40))):
            file[f"many/link{extra}"] = file["group0/data0"]
    with h5py.File(path, "r") as file:
        for entry in range(8):
            dataset = file[f"soft{entry}"]
            array = np.asarray(dataset[()])
            native = array.dtype.newbyteorder("<")
            if native == np.float16:
                native = np.dtype("<f4")
            selection = [sorted(int(x) for x in rng.choice(n + 1, 2, replace=False)) for n in dataset.shape]
            part = np.asarray(dataset[tuple(slice(a, b) for a, b in selection)])
            whole = os.path.join(folder, f"case{number}-{entry}.bin")
            np.ascontiguousarray(array.astype(native)).tofile(whole)
            piece = os.path.join(folder, f"case{number}-{entry}-part.bin")
            np.ascontiguousarray(part.astype(native)).tofile(piece)
            manifest.append(
                dict(file=path, path=dataset.name, dtype=native.name, shape=list(dataset.shape), selection=selection,
                     whole=whole, part=piece, note=f"{version} {dataset.chunks} {dataset.dtype} {dataset.maxshape}")
            )
with open(os.path.join(folder, "manifest.json"), "w") as out:
    json.dump(manifest, out)
