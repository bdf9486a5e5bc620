import { pagedMemory } from '@daisy-lab/compute';
import {
  isNdArray,
  axisOf,
  extendAxis,
  extraOutput,
  hasAxis,
  isLazy,
  itemSize,
  partOf,
  pieceLengthFor,
  piecesOf,
  providersOf,
  sizeOf,
  sliceAxis,
  sourcesOfStep,
  stepRange,
  type FlatSource,
  type FlatStep,
  type NdArray,
  type Ports,
  type Range,
  type Section,
  type StepRange,
} from '@daisy-lab/core';
import { cachedBytes } from './cached-bytes.js';
import { callBody } from './call-body.js';
import type { Choice } from './choose-implementation.js';
import { mapRecord } from './map-record.js';
import { remainingRanges } from './ranges.js';
import { OutputPlaces, PieceMemory, type Loan } from './piece-memory.js';
import type { RunScope, ValueRecord } from './scope.js';
import { OneAtATime } from './one-at-a-time.js';
import type { StepOutputs } from './step-outputs.js';
import type { ValueTable } from './value-table.js';

/** Share of the budget that is left to later runs as memory. */
const leftShare = 0.2;

/** What a section works with. */
export interface SectionWork {
  readonly section: Section;
  readonly length: number;
  readonly values: ValueTable;
  readonly outputs: ReadonlyMap<string, StepOutputs>;
  readonly choices: ReadonlyMap<string, Choice>;
  /** Full path of a step in the run. */
  pathOf(step: FlatStep): string;
  progress(step: FlatStep, fraction: number): void;
}

/** A value between two steps of a section; for arrays with the axis the entry along it that comes first. */
interface PieceValue {
  readonly value: unknown;
  readonly from: number;
}

type PieceValues = Map<string, PieceValue>;

/** Streams pieces of the data through the steps of a section. A first small piece shows how much memory an entry takes. */
export async function runPieces(scope: RunScope, work: SectionWork): Promise<void> {
  const { section, length } = work;
  const extra = extraOutput(
    section.steps,
    step => consumersIn(section, step),
    step => padOf(work, step),
  );
  const gathering = [...work.outputs.values()];
  const finished = gathering.length > 0 ? gathering.map(outputs => outputs.finished) : [[]];
  let done = length - sizeOfRanges(remainingRanges(length, finished));
  let pieceLength = length;
  const report = (): void => section.steps.forEach(step => work.progress(step, done / length));
  const inThreads = section.steps.every(step => work.choices.get(step.path)?.implementation.module);
  // what is given away at once is read, computed and written side by side
  const isPassedOn = !inThreads && gathering.some(outputs => outputs.isTaken);
  // files are written from pages without a copy
  const memory = isPassedOn ? new PieceMemory(pagedMemory) : new PieceMemory();
  const lanes = inThreads ? scope.threads : isPassedOn ? 2 : 1;
  const bodies = new OneAtATime();
  const pass = async (piece: Range, isSample = false): Promise<PieceBytes> => {
    await scope.gate.turn(scope.priority, scope.signal);
    const loan = memory.borrow();
    const passage = { piece, done, extra, loan, isSample, bodies: isPassedOn ? bodies : null };
    const bytes = await passPiece(scope, work, passage);
    loan.giveBack();
    if (!isSample) done += piece.end - piece.start;
    report();
    return bytes;
  };
  if (isPassedOn) await passSamples(work, piece => pass(piece, true));
  const probe = staysWhole(scope, work) ? null : probeOf(work, remainingRanges(length, finished));
  if (probe) {
    const { arrays, alive, bodies } = await pass(probe);
    const probeBytes = isPassedOn ? alive * lanes + bodies : (arrays + bodies) * lanes;
    pieceLength = choosePieceLength(scope, work, extra, probe, probeBytes, lanes);
  }
  const remaining = remainingRanges(
    length,
    finished.map(ranges => (probe ? [...ranges, probe] : ranges)),
  );
  const pieces = remaining.flatMap(({ start, end }) =>
    piecesOf(end - start, pieceLength).map(piece => ({ start: start + piece.start, end: start + piece.end })),
  );
  await inLanes(lanes, pieces.values(), pass);
  memory.leave(scope.budget.limitBytes * leftShare);
}

/** Computes small pieces with the entries that those who take pieces look at first: bodies may give them otherwise when they are alone. */
async function passSamples(
  { section, outputs, length }: SectionWork,
  pass: (piece: Range) => Promise<unknown>,
): Promise<void> {
  const all = [...outputs.values()];
  const unit = probeLength(section);
  const starts = all.flatMap(({ samplePlaces }) => samplePlaces.map(entry => entry - (entry % unit)));
  for (const start of new Set(starts)) await pass({ start, end: Math.min(length, start + unit) });
  for (const output of all) await output.beginTaking();
}

/** Works through pieces in several lanes; after a failure no lane takes another piece, and all have ended when it is thrown. */
async function inLanes(
  lanes: number,
  pieces: Iterable<Range>,
  pass: (piece: Range) => Promise<unknown>,
): Promise<void> {
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const piece of pieces) {
      if (failed) return;
      await pass(piece).catch((thrown: unknown) => {
        failed = true;
        throw thrown;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const result of ended) if (result.status === 'rejected') throw result.reason;
}

interface Passage {
  readonly piece: Range;
  /** Entries that were done when it began. */
  readonly done: number;
  /** Entries that each step gives beyond the piece. */
  readonly extra: ReadonlyMap<string, number>;
  readonly loan: Loan;
  /** Whether entries of it are looked at only: it is computed once more. */
  readonly isSample: boolean;
  /** Lets one body work at a time, but for readers; null when the bodies of several pieces work side by side. */
  readonly bodies: OneAtATime | null;
}

/** Memory of one piece. */
interface PieceBytes {
  /** What all steps were given and have made; an array between two steps counts twice. */
  readonly arrays: number;
  /** The same, each array once. */
  readonly alive: number;
  /** What the bodies work with beside that. */
  readonly bodies: number;
}

/** One piece through all steps. */
async function passPiece(scope: RunScope, work: SectionWork, passage: Passage): Promise<PieceBytes> {
  const { piece, done, extra } = passage;
  const { section, length } = work;
  const over = section.over!;
  const isWhole = piece.start === 0 && piece.end === length;
  const values: PieceValues = new Map();
  let [arrays, bodies] = [0, 0];
  const places = new Map<ArrayBufferLike, number>();
  for (const step of section.steps) {
    const { algorithm } = step;
    const pad = padOf(work, step);
    const range = stepRange(piece, length, extra.get(step.path)!, pad, algorithm.split?.boundary);
    const inputs = await inputsOf(work, values, step, range);
    const choice = work.choices.get(step.path)!;
    const span = (piece.end - piece.start) / length;
    const params = paramsOf(work, values, step);
    const call = (): Promise<ValueRecord> =>
      callBody(scope, {
        path: work.pathOf(step),
        algorithm,
        choice,
        inputs,
        params,
        piece: { over, start: range.input.start, end: range.input.end, length },
        places: placesFor(work, step, passage, range),
        progress: fraction => work.progress(step, Math.min(1, done / length + fraction * span)),
      });
    const made = await (passage.bodies && algorithm.extent === undefined ? passage.bodies.run(call) : call());
    arrays += arrayBytes(inputs) + arrayBytes(made);
    bodies += bodyMemory(choice, inputs, { ...defaultsOf(step), ...params });
    for (const array of [...Object.values(inputs), ...Object.values(made)].filter(isNdArray)) {
      if (!isLazy(array)) places.set(array.data.buffer, Math.max(bytesOf(array), places.get(array.data.buffer) ?? 0));
    }
    for (const [port, value] of Object.entries(made)) {
      const isHandedOn = isWhole && isNdArray(value) && work.outputs.get(step.path)?.isNeeded(port) === true;
      if (isHandedOn) passage.loan.handOn(value.data.buffer, choice.implementation.module !== undefined);
      values.set(`${step.path}.${port}`, trimmed(algorithm.outputs as Ports, over, port, value, range));
    }
    const cut = cutToPiece(values, step, over, piece);
    if (passage.isSample) work.outputs.get(step.path)?.addSample(piece, cut);
    else await work.outputs.get(step.path)?.add(piece, cut);
  }
  return { arrays, alive: sum(places.values()), bodies };
}

/**
 * Memory for the outputs of a step: the place where they are gathered when the body gives exactly the piece, else borrowed memory. An
 * output that is handed on as a whole has memory of its own.
 */
function placesFor(work: SectionWork, step: FlatStep, { piece, loan }: Passage, range: StepRange): OutputPlaces {
  const ports = Object.entries(step.algorithm.outputs as Ports);
  const isWhole = piece.start === 0 && piece.end === work.length;
  const outputs = work.outputs.get(step.path);
  const ends = (name: string): boolean => !isWhole || outputs?.isNeeded(name) === false;
  const cut = ports.filter(([name, { type }]) => hasAxis(type, work.section.over!) && ends(name)).map(([name]) => name);
  const from = range.input.start - range.before;
  const isExact = from === piece.start && range.input.end + range.after === piece.end;
  return new OutputPlaces(loan, step.path, cut, name => (isExact ? (outputs?.placeOf(name, piece) ?? null) : null));
}

/** The inputs of a step for a range of entries: from steps before it in the section, or cut from what is there as a whole. */
async function inputsOf(
  work: SectionWork,
  values: PieceValues,
  step: FlatStep,
  range: StepRange,
): Promise<ValueRecord> {
  const over = work.section.over!;
  const ports = step.algorithm.inputs as Ports;
  const boundary = step.algorithm.split?.boundary;
  const entries = Object.entries(step.inputs).map(async ([name, source]) => {
    const { value, from } = valueOf(work, values, source);
    const type = ports[name]?.type;
    if (value === undefined || !type || !hasAxis(type, over) || !isNdArray(value)) return [name, value] as const;
    const axis = value.axes.indexOf(over);
    const part = await partOf(value, axis, range.input.start - from, range.input.end - from);
    const whole =
      boundary === 'edge' || boundary === 'reflect'
        ? extendAxis(part, axis, range.before, range.after, boundary)
        : part;
    return [name, whole] as const;
  });
  const given = await Promise.all(entries);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function valueOf(work: SectionWork, values: PieceValues, source: FlatSource): PieceValue {
  for (const link of providersOf(source)) {
    const inside = values.get(`${link.step}.${link.port}`);
    if (inside) return inside;
  }
  return { value: work.values.get(source), from: 0 };
}

function paramsOf(work: SectionWork, values: PieceValues, step: FlatStep): ValueRecord {
  const entries = Object.entries(step.params).map(([name, source]) => [name, valueOf(work, values, source).value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as ValueRecord;
}

/** The output of a step without the entries that only its own padding asked for. */
function trimmed(ports: Ports, over: string, port: string, value: unknown, range: StepRange): PieceValue {
  const type = ports[port]?.type;
  if (!type || !hasAxis(type, over) || !isNdArray(value)) return { value, from: 0 };
  const axis = value.axes.indexOf(over);
  const first = range.input.start - range.before;
  const [start, end] = [range.output.start - first, range.output.end - first];
  const exact = start === 0 && end === value.shape[axis];
  return { value: exact ? value : sliceAxis(value, axis, start, end), from: range.output.start };
}

/** The outputs of a step for exactly the piece, without what its neighbours in the section need as padding. */
function cutToPiece(values: PieceValues, step: FlatStep, over: string, piece: Range): ValueRecord {
  const entries = Object.keys(step.algorithm.outputs as Ports).map(port => {
    const { value, from } = values.get(`${step.path}.${port}`) ?? { value: undefined, from: 0 };
    if (!isNdArray(value) || !value.axes.includes(over)) return [port, value] as const;
    const axis = value.axes.indexOf(over);
    const [start, end] = [piece.start - from, piece.end - from];
    const exact = start === 0 && end === value.shape[axis];
    return [port, exact ? value : sliceAxis(value, axis, start, end)] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** A single step whose data are in memory already, and fit several times, works on the whole: no copies of pieces. */
function staysWhole(scope: RunScope, { section, values }: SectionWork): boolean {
  if (section.steps.length > 1) return false;
  const inputs = Object.values(section.steps[0]!.inputs).map(source => values.get(source));
  const arrays = inputs.filter(isNdArray);
  const bytes = arrays.reduce((sum, array) => sum + bytesOf(array), 0);
  return arrays.length > 0 && !arrays.some(isLazy) && 3 * bytes <= scope.budget.freeBytes;
}

/** The first small piece, which tells how much memory an entry takes; null when nothing is left to compute. */
function probeOf({ section }: SectionWork, [first]: readonly Range[]): Range | null {
  return first ? { start: first.start, end: Math.min(first.end, first.start + probeLength(section)) } : null;
}

const probeLength = (section: Section): number => Math.max(...section.steps.map(preferred));

const preferred = (step: FlatStep): number => step.algorithm.split?.prefer ?? 1;

function choosePieceLength(
  scope: RunScope,
  work: SectionWork,
  extra: ReadonlyMap<string, number>,
  probe: Range,
  probeBytes: number,
  lanes: number,
): number {
  const pad = 2 * Math.max(...work.section.steps.map(step => extra.get(step.path)! + padOf(work, step)));
  const perEntry = probeBytes / (probe.end - probe.start + pad);
  const prefer = probeLength(work.section);
  // A reader that is asked for little at a time may have to read the same chunks of its file again and again.
  const reads = work.section.steps.some(step => step.algorithm.extent !== undefined);
  // the lanes of a section that gathers nothing share the budget with nobody
  const share = [...work.outputs.values()].some(outputs => outputs.isTaken) ? 3 / 4 : 1 / 4;
  const target = reads ? scope.budget.freeBytes * share : Math.max(lanes * cachedBytes, perEntry * prefer);
  return pieceLengthFor(work.length, perEntry, pad, scope.budget.freeBytes, target, prefer);
}

/** Entries of padding on each side of a step's inputs. */
function padOf(work: SectionWork, step: FlatStep): number {
  const pad = step.algorithm.split?.pad ?? 0;
  if (typeof pad === 'number') return pad;
  return pad({ ...defaultsOf(step), ...work.values.getAll(step.params) });
}

const consumersIn = (section: Section, step: FlatStep): readonly FlatStep[] =>
  section.steps.filter(
    other =>
      axisOf(other) !== null &&
      sourcesOfStep(other)
        .flatMap(providersOf)
        .some(link => link.step === step.path),
  );

/** The defaults of a step's parameters; what is left out in the graph has them. */
function defaultsOf(step: FlatStep): ValueRecord {
  const params = step.algorithm.params as Readonly<Record<string, { readonly schema: { readonly default?: unknown } }>>;
  return mapRecord(params, param => param.schema.default);
}

function bodyMemory(choice: Choice, inputs: ValueRecord, params: ValueRecord): number {
  const shapes = mapRecord(inputs, value => (isNdArray(value) ? value.shape : undefined));
  return choice.implementation.memory?.(shapes as never, params as never) ?? 0;
}

const bytesOf = (array: NdArray): number => sizeOf(array.shape) * itemSize(array.dtype);

const arrayBytes = (record: ValueRecord): number =>
  Object.values(record).reduce<number>((sum, value) => (isNdArray(value) ? sum + bytesOf(value) : sum), 0);

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);

const sizeOfRanges = (ranges: readonly Range[]): number => ranges.reduce((sum, { start, end }) => sum + end - start, 0);
