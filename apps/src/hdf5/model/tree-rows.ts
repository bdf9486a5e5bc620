import type { DataEntry } from '@daisy-lab/core';

/** Members that are asked for at a time. */
export const pageLength = 200;

/** What is known of the members of an open group. */
export interface GroupPages {
  /** Unknown until the first page has come. */
  readonly total: number | null;
  /** Pages that have come, by their number. */
  readonly pages: ReadonlyMap<number, readonly DataEntry[]>;
}

/** One line of the tree; `entry` is null while its page is on its way. */
export interface TreeRow {
  readonly group: string;
  /** Number of the member in its group. */
  readonly at: number;
  readonly depth: number;
  readonly entry: DataEntry | null;
  readonly isOpen: boolean;
}

/** The open groups of a file, flattened to lines. A group of any size costs as much as its open members. */
export class TreeRows {
  private readonly counts = new Map<string, number>();
  private readonly openMembers = new Map<string, readonly OpenMember[]>();

  constructor(
    private readonly groups: ReadonlyMap<string, GroupPages>,
    private readonly open: ReadonlySet<string>,
  ) {}

  get length(): number {
    return this.lengthOf('/', 0);
  }

  /** Lines `first <= i < end`. */
  slice(first: number, end: number): readonly TreeRow[] {
    const rows: TreeRow[] = [];
    this.collect('/', 0, first, end, rows);
    return rows;
  }

  /** Line of an object; -1 where its page is not there or a group around it is closed. */
  indexOf(path: string): number {
    const find = (group: string, start: number, depth: number): number => {
      const { pages } = this.groups.get(group) ?? { pages: new Map<number, readonly DataEntry[]>() };
      for (const [page, entries] of pages) {
        const at = entries.findIndex(entry => entry.path === path || path.startsWith(`${entry.path}/`));
        const entry = entries[at];
        if (!entry) continue;
        const line = start + this.lineOf(group, page * pageLength + at, depth);
        if (entry.path === path) return line;
        return this.open.has(entry.path) && entry.kind === 'group' ? find(entry.path, line + 1, depth + 1) : -1;
      }
      return -1;
    };
    return find('/', 0, 0);
  }

  private collect(group: string, depth: number, first: number, end: number, rows: TreeRow[]): void {
    const known = this.groups.get(group);
    const total = known?.total ?? 0;
    const opened = this.openOf(group, depth);
    /** Line of the next member, counted from this group's first. */
    let line = 0;
    let member = 0;
    const plain = (until: number): void => {
      const from = Math.max(member, member + first - line);
      const to = Math.min(until, member + end - line);
      for (let at = from; at < to; at++) rows.push(this.row(group, at, depth, known, false));
      line += until - member;
      member = until;
    };
    for (const { at, path, lines } of opened) {
      plain(at);
      if (line >= end) return;
      if (line >= first) rows.push(this.row(group, at, depth, known, true));
      line++;
      member = at + 1;
      if (line + lines > first && line < end) this.collect(path, depth + 1, first - line, end - line, rows);
      line += lines;
    }
    plain(total);
  }

  private row(group: string, at: number, depth: number, known: GroupPages | undefined, isOpen: boolean): TreeRow {
    const entry = known?.pages.get(Math.floor(at / pageLength))?.[at % pageLength] ?? null;
    return { group, at, depth, entry, isOpen };
  }

  /** Line of a member within its group, with what is open above it. */
  private lineOf(group: string, member: number, depth: number): number {
    return this.openOf(group, depth).reduce((line, { at, lines }) => (at < member ? line + lines : line), member);
  }

  private lengthOf(group: string, depth: number): number {
    let length = this.counts.get(group);
    if (length === undefined) {
      const total = this.groups.get(group)?.total ?? 0;
      length = this.openOf(group, depth).reduce((sum, { lines }) => sum + lines, total);
      this.counts.set(group, length);
    }
    return length;
  }

  /** Members of a group that are open, in order. A group that contains itself by a link ends at a depth. */
  private openOf(group: string, depth: number): readonly OpenMember[] {
    const known = this.openMembers.get(group);
    if (known) return known;
    const found: OpenMember[] = [];
    for (const [page, entries] of this.groups.get(group)?.pages ?? []) {
      entries.forEach(({ path, kind }, at) => {
        if (kind !== 'group' || !this.open.has(path) || depth >= deepest) return;
        found.push({ at: page * pageLength + at, path, lines: this.lengthOf(path, depth + 1) });
      });
    }
    found.sort((a, b) => a.at - b.at);
    this.openMembers.set(group, found);
    return found;
  }
}

const deepest = 64;

interface OpenMember {
  readonly at: number;
  readonly path: string;
  readonly lines: number;
}
