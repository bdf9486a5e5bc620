import { recordOf, type DataEntry, type ErrorRecord, type KernelLink } from '@daisy-lab/core';
import { pageLength, TreeRows, type GroupPages } from './tree-rows.js';

/** Results of a search that are shown. */
const mostFound = 200;

export interface Found {
  readonly words: string;
  readonly entries: readonly DataEntry[];
  readonly complete: boolean;
}

export interface TreeView {
  readonly rows: TreeRows;
  /** The members of the root have come. */
  readonly opened: boolean;
  /** What a search has found; null while nothing is searched for. */
  readonly found: Found | null;
  readonly searching: boolean;
  readonly error: ErrorRecord | null;
}

/** The tree of one file: pages of members come when their lines are seen. */
export class TreePart {
  private groups = new Map<string, GroupPages>();
  private readonly asked = new Set<string>();
  private open = new Set<string>(['/']);
  private visit = 0;
  private search = new AbortController();
  view: TreeView;

  constructor(
    private readonly link: KernelLink,
    private readonly file: () => string | null,
    private readonly onChange: (view: TreeView) => void,
  ) {
    this.view = { rows: this.rows(), opened: false, found: null, searching: false, error: null };
  }

  get openGroups(): readonly string[] {
    return [...this.open];
  }

  /** Begins with these groups unfolded. */
  start(open: readonly string[]): Promise<void> {
    this.open = new Set(['/', ...open]);
    this.groups = new Map();
    return this.refresh();
  }

  /** Reads anew what is open; what is shown stays until its successor is there. */
  async refresh(): Promise<void> {
    this.visit++;
    this.asked.clear();
    const seen = [...this.open].sort();
    await Promise.all(seen.map(group => this.load(group, 0)));
    // pages beyond the first are asked for again when their lines are looked at
    for (const [group, { total, pages }] of this.groups) {
      const [first] = [pages.get(0)];
      this.groups.set(group, { total, pages: new Map(first ? [[0, first]] : []) });
    }
    this.tell();
  }

  toggle(group: string): void {
    if (this.open.has(group)) this.open.delete(group);
    else this.open.add(group);
    this.tell();
    if (this.open.has(group)) void this.load(group, 0);
  }

  /** Unfolds the groups around an object. */
  async reveal(groups: readonly string[]): Promise<void> {
    for (const group of groups) {
      this.open.add(group);
      await this.load(group, 0);
    }
    this.tell();
  }

  /** Asks for the pages of the lines that are seen. */
  see(first: number, end: number): void {
    for (const { group, at, entry } of this.view.rows.slice(first, end)) {
      if (!entry) void this.load(group, Math.floor(at / pageLength));
    }
  }

  /** @param attributes whether words of attributes count as well */
  async find(words: string, attributes = false): Promise<void> {
    this.search.abort();
    this.search = new AbortController();
    const { signal } = this.search;
    const path = this.file();
    if (words.trim() === '' || path === null) {
      this.set({ found: null, searching: false });
      return;
    }
    this.set({ searching: true });
    try {
      const { result } = await this.link.request(
        'data.search',
        { path, words, most: mostFound, attributes },
        { signal },
      );
      if (!signal.aborted) this.set({ found: { words, ...result }, searching: false });
    } catch (error) {
      if (!signal.aborted) this.set({ searching: false, error: recordOf(error) });
    }
  }

  dispose(): void {
    this.visit++;
    this.search.abort();
  }

  private async load(group: string, page: number): Promise<void> {
    const path = this.file();
    const key = `${page} ${group}`;
    if (path === null || this.asked.has(key)) return;
    this.asked.add(key);
    const { visit } = this;
    try {
      const params = { path, group, first: page * pageLength, count: pageLength };
      const { result } = await this.link.request('data.list', params);
      if (visit !== this.visit) return;
      const pages = new Map(this.groups.get(group)?.pages).set(page, result.entries);
      this.groups.set(group, { total: result.total, pages });
      this.set({ error: null });
    } catch (error) {
      this.asked.delete(key);
      if (visit !== this.visit) return;
      if (group === '/') this.set({ error: recordOf(error) });
      // a group that went away while the file was written again is closed
      else if (page === 0 && this.link.state === 'ready') this.open.delete(group);
      this.tell();
    }
  }

  private rows(): TreeRows {
    return new TreeRows(this.groups, this.open);
  }

  private tell(): void {
    this.set({});
  }

  private set(change: Partial<TreeView>): void {
    const opened = this.groups.has('/');
    this.view = { ...this.view, ...change, opened, rows: this.rows() };
    this.onChange(this.view);
  }
}
