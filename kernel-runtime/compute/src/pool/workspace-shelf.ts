import type { Geometry } from '../fourier/sizes.js';
import { Workspace } from '../fourier/workspace.js';

/** A workspace with the id under which workers know its memory. */
export interface ShelvedWorkspace {
  readonly id: number;
  readonly workspace: Workspace;
}

/**
 * Workspaces that wait for the next batch of their geometry, so that a live slice pays for memory and tables once. The longest
 * unused go when all together exceed `limitBytes`.
 */
export class WorkspaceShelf {
  private idle: ShelvedWorkspace[] = [];
  private nextId = 1;

  constructor(
    private readonly limitBytes: () => number,
    private readonly dropped: (id: number) => void,
  ) {}

  /** @throws DaisyError `Resource` when none is idle and there is no memory for another. */
  take(geometry: Geometry, threads: number): ShelvedWorkspace {
    const fitting = this.idle.filter(({ workspace }) => workspace.fits(geometry));
    const found = fitting.find(({ workspace }) => workspace.threads >= threads) ?? fitting[0];
    if (!found) {
      this.trim(this.limitBytes() / 2);
      return { id: this.nextId++, workspace: new Workspace(geometry, threads) };
    }
    this.idle = this.idle.filter(item => item !== found);
    return found;
  }

  giveBack(item: ShelvedWorkspace): void {
    this.idle.push(item);
    this.trim(this.limitBytes());
  }

  drop(item: ShelvedWorkspace): void {
    this.dropped(item.id);
  }

  /** Let go of the longest unused until the rest fits. */
  trim(limitBytes: number): void {
    let bytes = this.idle.reduce((sum, { workspace }) => sum + workspace.layout.bytes, 0);
    while (this.idle.length > 0 && bytes > limitBytes) {
      const oldest = this.idle.shift()!;
      bytes -= oldest.workspace.layout.bytes;
      this.drop(oldest);
    }
  }
}
