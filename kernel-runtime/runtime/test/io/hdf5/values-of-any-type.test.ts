import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openSource, readPart, withSource, type DataSource } from '@daisy-lab/runtime';
import { pythonWithH5py, writtenBy } from './hdf5-files.ts';

const python = pythonWithH5py();
const withPython = (name: string, run: () => Promise<void>): void => (python ? test : test.skip)(name, run, 120_000);

const opened = (program: string): Promise<DataSource> => openSource(join(writtenBy(python!, program), 'a.h5'));
const firstOf = (source: DataSource, path: string, count = 3): unknown => source.items!(path, [[0, count]]);

/** The functions of the HDF5 library that h5py leaves out. */
const library = `
import ctypes, glob
lib = ctypes.CDLL((glob.glob(os.path.join(os.path.dirname(h5py.__file__), "..", "h5py.libs", "libhdf5-*"))
    + glob.glob(os.path.join(sys.prefix, "lib", "libhdf5.so*")))[0])
`;

describe('values that are no ordinary numbers of a computer', () => {
  withPython('are the numbers that they stand for: some bits of an integer, other floats', async () => {
    const source = await opened(`
def write(file, name, stored, values, **filters):
    create = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    if filters:
        create.set_chunk((2,))
        create.set_filter(h5py.h5z.FILTER_NBIT)
    data = h5py.h5d.create(file.id, name, stored, h5py.h5s.create_simple(values.shape), create)
    data.write(h5py.h5s.ALL, h5py.h5s.ALL, values)
with h5py.File("a.h5", "w") as file:
    bits = h5py.h5t.STD_U32BE.copy(); bits.set_precision(25); bits.set_offset(7)
    write(file, b"bits", bits, np.array([20250216, 55, 0], "u4"))
    signed = h5py.h5t.STD_I32LE.copy(); signed.set_precision(12); signed.set_offset(4)
    write(file, b"signed", signed, np.array([-1, -2048, 2047], "i4"))
    write(file, b"packed", signed, np.array([-1, -2048, 2047], "i4"), nbit=True)
    brain = h5py.h5t.IEEE_F16LE.copy(); brain.set_fields(15, 7, 8, 0, 7); brain.set_ebias(127)
    write(file, b"brain", brain, np.array([1.5, -2, np.inf], "f4"))
    file["long"] = np.array([1.25, -3e300, np.nan], np.longdouble)
`);
    const expected = {
      ...{ '/bits': [20250216, 55, 0], '/signed': [-1, -2048, 2047], '/packed': [-1, -2048, 2047] },
      ...{ '/brain': [1.5, -2, Infinity], '/long': [1.25, -3e300, NaN] },
    };
    for (const [path, values] of Object.entries(expected)) {
      expect([path, ...Array.from(source.read(path).data as Float64Array)]).toEqual([path, ...values]);
      const later = await readPart(source, path, [[1, 3]]);
      expect([path, ...Array.from(later.data as Float64Array)]).toEqual([path, ...values.slice(1)]);
      expect([path, firstOf(source, path)]).toEqual([path, values.map(value => (isFinite(value) ? value : null))]);
    }
    source.close();
  });
});

describe('compounds, lists and texts', () => {
  withPython('are read whatever their byte order, their compression and what they hold', async () => {
    const source = await opened(`
row = np.dtype([("n", ">i8"), ("grid", ">i2", (2, 3)), ("flag", "?"), ("name", h5py.string_dtype()), ("short", "S4"), ("z", ">c16")])
rows = np.zeros(3, row)
for i in range(3):
    rows[i] = (i - 1, np.arange(6).reshape(2, 3) + i, i == 1, "Größe %d" % i, b"ab", i + 0.5j)
with h5py.File("a.h5", "w") as file:
    file["plain"] = rows
    for name, options in (("lzf", dict(compression="lzf")), ("deflate", dict(compression="gzip", shuffle=True))):
        file.create_dataset(name, data=rows, chunks=(2,), **options)
    lists = file.create_dataset("lists", (3,), h5py.vlen_dtype(np.dtype(">u2")))
    for i in range(3):
        lists[i] = np.arange(i)
    file["one"] = rows[1]
    file["big"] = np.array([1, 258], ">u4")
    file["wide"] = np.zeros(1, np.dtype([("x", "u1", (3000, 3000))]))
`);
    const rows = [0, 1, 2].map(i => [
      ...[i - 1, [[i, i + 1, i + 2], [i + 3, i + 4, i + 5]], i === 1 ? 1 : 0], // prettier-ignore
      ...[`Größe ${i}`, 'ab', [i, 0.5]],
    ]);
    for (const path of ['/plain', '/lzf', '/deflate']) {
      expect([path, firstOf(source, path)]).toEqual([path, rows]);
      expect(source.describe(path)?.storage?.slowBecause ?? null).toBeNull();
    }
    expect(source.items!('/one', [])).toEqual(rows[1]);
    expect(source.items!('/big', [])).toEqual([1, 258]);
    expect(firstOf(source, '/lists')).toEqual([[], [0], [0, 1]]);
    expect(source.shown!('/plain', [[1, 2]])).toEqual([
      '{n: 0, grid: [[1, 2, 3], [4, 5, 6]], flag: 1, name: Größe 1, short: ab, z: {r: 1, i: 0.5}}',
    ]);
    expect(() => firstOf(source, '/wide', 1)).toThrow(/9000000 values/);
    source.close();
  });

  withPython('of any encoding are told apart: UTF-8 that is called ASCII, cut off, or Latin 1', async () => {
    const source = await opened(`
with h5py.File("a.h5", "w") as file:
    texts = ["5 µm".encode(), "aµ".encode()[:2], "µm".encode("latin1"), b"plain"]
    file["texts"] = np.array(texts, "S6")
    for i, text in enumerate(texts):
        file.attrs["t%d" % i] = np.bytes_(text)
`);
    const expected = ['5 µm', 'a', 'µm', 'plain'];
    expect(firstOf(source, '/texts', 4)).toEqual(expected);
    expect(Object.values(source.attributes('/'))).toEqual(expected);
    expect(source.typed!('/').attributes.map(({ value }) => value)).toEqual(expected);
    source.close();
  });
});

describe('attributes', () => {
  withPython('are read whatever their type, their size and the place where it is described', async () => {
    const source = await opened(`
with h5py.File("a.h5", "w") as file:
    file["type"] = np.dtype(">i4")
    file.attrs.create("named", 7, dtype=file["type"])
    file.attrs.create("pairs", np.arange(6).reshape(3, 2), shape=(3, 2), dtype=np.dtype(("i2", (2,))))
    file.attrs.create("list", np.arange(3), shape=(3,), dtype=np.dtype(("i2", (3,))))
    bits = h5py.h5a.create(file.id, b"bits", h5py.h5t.STD_B8LE, h5py.h5s.create(h5py.h5s.SCALAR))
    bits.write(np.array(5, "u1"), h5py.h5t.STD_B8LE)
    file.attrs["row"] = np.array((1, b"x"), [("n", "i4"), ("s", "S2")])
with h5py.File("many.h5", "w", libver="latest") as file:
    for i in range(20):
        file.attrs["a%d" % i] = i
    file.attrs["large"] = np.arange(9000, dtype="f4")
`);
    expect(source.attributes('/')).toEqual({ bits: 5, list: [0, 1, 2], named: 7, pairs: [0, 1, 2, 3, 4, 5] });
    expect(source.typed!('/').attributes.find(({ name }) => name === 'row')?.value).toEqual([1, 'x']);
    await withSource(join(source.path, '../many.h5'), many => {
      const { large, ...rest } = many.attributes('/');
      expect(Object.keys(rest)).toHaveLength(20);
      expect(large).toEqual(Array.from({ length: 9000 }, (_, index) => index));
    });
    source.close();
  });
});

describe('structure that many objects have in common or that is compressed', () => {
  withPython('is read: shared messages and a compressed list of links', async () => {
    const source = await opened(`${library}
create = h5py.h5p.create(h5py.h5p.FILE_CREATE)
number = ctypes.c_int64
lib.H5Pset_shared_mesg_nindexes(number(create.id), ctypes.c_uint(1))
lib.H5Pset_shared_mesg_index(number(create.id), ctypes.c_uint(0), ctypes.c_uint(0x182a), ctypes.c_uint(1))
with h5py.File(h5py.h5f.create(b"a.h5", h5py.h5f.ACC_TRUNC, create)) as file:
    for i in range(4):
        data = file.create_dataset("d%d" % i, data=np.arange(6, dtype="i2").reshape(2, 3), compression="gzip")
        data.attrs["units"] = "mm"
access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
access.set_libver_bounds(h5py.h5f.LIBVER_LATEST, h5py.h5f.LIBVER_LATEST)
with h5py.File(h5py.h5f.create(b"links.h5", h5py.h5f.ACC_TRUNC, fapl=access)) as file:
    create = h5py.h5p.create(h5py.h5p.GROUP_CREATE)
    lib.H5Pset_deflate(number(create.id), ctypes.c_uint(6))
    group = h5py.Group(h5py.h5g.create(file.id, b"many", gcpl=create))
    for i in range(300):
        group["name%03d" % i] = h5py.SoftLink("/somewhere/%d" % i)
    group["x"] = np.arange(3)
`);
    expect(source.describe('/d3')).toMatchObject({ shape: [2, 3], dtype: 'int16', attributes: { units: 'mm' } });
    expect([...source.read('/d2').data]).toEqual([0, 1, 2, 3, 4, 5]);
    await withSource(join(source.path, '../links.h5'), links => {
      expect(links.members!('/many')!.names).toHaveLength(301);
      expect(links.members!('/many')!.entry('name123').target).toBe('/somewhere/123');
      expect([...links.read('/many/x').data]).toEqual([0n, 1n, 2n]);
    });
    source.close();
  });
});
