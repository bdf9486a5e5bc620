import { newestWins } from '../../kit/link/newest-wins.js';
import { clampIndex, type CtStore } from './ct-store.js';

/** What is written of a volume. */
export interface ExportChoice {
  readonly format: 'png' | 'tiff' | 'gif' | 'hdf5';
  readonly all: boolean;
  readonly file: string;
  /** Of the values of TIFF and HDF5. */
  readonly bits: 8 | 16 | 32;
}

/** The written volume in three directions, and the volume as a recipe. */
export class ResultPart {
  private readonly askChange = newestWins<void>(
    () => this.showChange(),
    error => this.store.fail('other', error),
  );

  constructor(
    private readonly store: CtStore,
    /** Another slice is on the screen. */
    private readonly onSlice: () => void,
  ) {}

  /** Opens the written volume in the View step. */
  async open(file?: string): Promise<void> {
    this.close();
    const { columns = 1 } = this.store.view.opened?.description ?? {};
    this.store.set({
      resultRow: this.store.view.state.row,
      resultColumn: columns >> 1,
      resultLine: columns >> 1,
      exported: null,
    });
    this.store.setState({ step: 'view' });
    await this.load(file);
  }

  setRow(row: number): void {
    this.store.set({ resultRow: clampIndex(row, this.store.view.result?.frames ?? 1) });
    if (this.store.view.other) void this.askChange();
    this.onSlice();
  }

  /** Column of the side view. */
  setColumn(column: number): void {
    this.store.set({ resultColumn: clampIndex(column, this.store.view.planes?.side.frames ?? 1) });
  }

  /** Line of the front view. */
  setLine(line: number): void {
    this.store.set({ resultLine: clampIndex(line, this.store.view.planes?.front.frames ?? 1) });
  }

  async load(file?: string): Promise<void> {
    const { run, state } = this.store.view;
    const source = file ?? run?.outputs['volume'] ?? state.out;
    if (!source) return;
    await this.store.attempt(
      'result',
      () => this.store.link.request('ct.planes', { source }),
      ({ result }) => {
        this.store.set({
          result: result.slices,
          shown: source,
          planes: result,
          resultRow: clampIndex(this.store.view.resultRow, result.slices.frames),
          resultColumn: clampIndex(this.store.view.resultColumn, result.side.frames),
          resultLine: clampIndex(this.store.view.resultLine, result.front.frames),
        });
      },
    );
  }

  /** Another volume of the same size, to be compared with the one that is shown; null ends it. */
  async compareWith(file: string | null): Promise<void> {
    const { other } = this.store.view;
    for (const viewer of [other?.planes.slices, other?.planes.front, other?.planes.side])
      this.store.closeViewer(viewer);
    this.store.set({ other: null, otherChange: null });
    if (file === null) return;
    await this.store.attempt(
      'other',
      () => this.store.link.request('ct.planes', { source: file }),
      ({ result }) => this.store.set({ other: { file, planes: result } }),
    );
    await this.showChange();
  }

  /** The difference of both volumes at the slice on the screen. */
  async showChange(): Promise<void> {
    const { opened, result, other, resultRow } = this.store.view;
    if (!opened || !result || !other) return;
    const wish = { scan: opened.scan, first: result.handle, second: other.planes.slices.handle, frame: resultRow };
    await this.store.attempt(
      'other',
      () => this.store.link.request('ct.difference', wish),
      ({ result }) => this.store.set({ otherChange: result }),
    );
  }

  /** The volume whose slices are reconstructed when they are looked at. */
  async loadRecipe(): Promise<void> {
    const { opened } = this.store.view;
    if (!opened) return;
    await this.store.attempt(
      'recipe',
      () => this.store.link.request('ct.recipe', { scan: this.store.scan, recipe: this.store.recipe }),
      ({ result }) => this.store.set({ recipe: result.viewer }),
    );
  }

  /** Writes the slice on the screen, or all of them. */
  async export({ format, all, file, bits }: ExportChoice): Promise<void> {
    const { result, resultRow, limits, overwrite } = this.store.view;
    if (!result) return;
    const [low, high] = limits['volume'] ?? [0, 1];
    const range = all ? { first: 0, end: result.frames } : { first: resultRow, end: resultRow + 1 };
    const wish = { handle: result.handle, ...range, format, file, low, high, overwrite, bits };
    this.store.set({ exported: null });
    await this.store.attempt(
      'export',
      () => this.store.link.request('ct.export', wish),
      answer => this.store.set({ exported: answer.result }),
    );
  }

  close(): void {
    const { planes } = this.store.view;
    for (const viewer of [planes?.slices, planes?.front, planes?.side]) this.store.closeViewer(viewer);
    void this.compareWith(null);
    this.store.set({ result: null, shown: null, planes: null });
  }
}
