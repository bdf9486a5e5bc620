import { delimiter, sign } from './envelope.ts';

/** Small seeded generator (mulberry32): the same seed gives the same messages. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Malformed {
  readonly kind: string;
  readonly frames: Buffer[];
}

const types = [
  'kernel_info_request',
  'execute_request',
  'comm_open',
  'input_reply',
  'shutdown_request',
  'daisy_request',
];
const values = [null, true, -1, 1e308, '', '\u0000', 'x'.repeat(70_000), [], {}, [[]], { a: { b: null } }];

/** One malformed or forged message; ids begin with `fuzz`, so that an answer to one can be told. */
export function malformed(random: () => number, key: string, n: number): Malformed {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
  const header = {
    msg_id: `fuzz-${n}`,
    msg_type: pick(types),
    session: 'fuzz',
    username: '',
    version: '5.4',
    date: '',
  };
  const whole = [json(header), json({}), json({}), json({ code: 'process.exit(7)', restart: false, comm_id: 'f' })];
  const signed = (parts: Buffer[]): Buffer[] => [Buffer.from(delimiter), Buffer.from(sign(key, parts)), ...parts];
  const kinds: Record<string, () => Buffer[]> = {
    'a wrong signature': () => [Buffer.from(delimiter), Buffer.from(bytes(32).toString('hex')), ...whole],
    'no signature': () => [Buffer.from(delimiter), Buffer.alloc(0), ...whole],
    'a signature of another length': () => [Buffer.from(delimiter), bytes(Math.floor(random() * 200)), ...whole],
    'another key': () => [Buffer.from(delimiter), Buffer.from(sign(`${key}x`, whole)), ...whole],
    'a changed byte': () => {
      const [first, mark, ...parts] = signed(whole);
      const part = pick(parts.filter(({ length }) => length > 2));
      part[Math.floor(random() * part.length)]! ^= 1 + Math.floor(random() * 255);
      return [first!, mark!, ...parts];
    },
    'truncated frames': () => signed(whole).slice(0, Math.floor(random() * 6)),
    'no delimiter': () => Array.from({ length: 1 + Math.floor(random() * 8) }, () => bytes(Math.floor(random() * 60))),
    'many delimiters': () => Array.from({ length: 12 }, () => Buffer.from(delimiter)),
    'a huge frame': () => [Buffer.from(delimiter), Buffer.from('0'), Buffer.alloc(1 << 20, '{'), ...whole.slice(1)],
    'many frames': () => [...signed(whole).slice(0, 1), ...Array.from({ length: 300 }, () => bytes(3))],
    'signed, no JSON': () => signed([bytes(30), bytes(3), bytes(3), bytes(3)]),
    'signed, cut JSON': () => signed(whole.map(part => part.subarray(0, Math.floor(random() * part.length)))),
    'signed, no objects': () => signed([json(pick(values.slice(0, 8))), json([]), json(1), json(null)]),
    'signed, no header': () => signed([json({ msg_type: pick(values), session: pick(values) }), ...whole.slice(1)]),
    'signed, deeply nested header': () => signed([deep(2_000 + Math.floor(random() * 20_000)), ...whole.slice(1)]),
  };
  const kind = n % 50 === 0 ? 'a huge frame' : pick(Object.keys(kinds).filter(name => name !== 'a huge frame'));
  return { kind, frames: kinds[kind]!() };
}

function deep(levels: number): Buffer {
  return Buffer.from('{"a":'.repeat(levels) + '1' + '}'.repeat(levels));
}

/** A correct message with contents that no client sends: it must be answered, or at least harm nobody. */
export function odd(random: () => number, n: number): { readonly type: string; readonly content: object } {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const requests = [
    'complete_request',
    'inspect_request',
    'is_complete_request',
    'history_request',
    'comm_info_request',
  ];
  const fields = [
    'code',
    'cursor_pos',
    'hist_access_type',
    'n',
    'pattern',
    'session',
    'start',
    'stop',
    'target_name',
    'detail_level',
  ];
  const content = Object.fromEntries(fields.filter(() => random() < 0.6).map(field => [field, pick(values)]));
  return { type: requests[n % requests.length]!, content };
}
