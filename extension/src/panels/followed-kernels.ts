import type { KernelFeed, FollowedKernel } from '@daisy-lab/apps/workbench';
import type { ISessionContext } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { Signal, type ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import { kernelName } from '../kernel/own-session.js';
import type { DaisyConnection, IDaisyKernels } from '../tokens.js';

/** The tabs of the main area, as far as the panels look at them. */
export interface FrontOf {
  readonly currentWidget: Widget | null;
  readonly currentChanged: ISignal<unknown, unknown>;
}

interface Parts {
  readonly kernels: IDaisyKernels;
  readonly notebooks: INotebookTracker | null;
  readonly front: FrontOf | null;
  /** Asks the user which kernel the notebook in front shall have. */
  chooseKernel(): void;
}

/**
 * The kernel that the panels follow: that of the notebook in front; of an app or a canvas in front the one that it uses; of any other
 * tab that of the notebook that was in front last, and without a notebook the kernel of the apps.
 */
export class FollowedKernels implements KernelFeed {
  readonly #parts: Parts;
  readonly #changed = new Signal<this, void>(this);
  readonly #linksWatched = new Set<DaisyConnection>();
  readonly #contextsWatched = new WeakSet<ISessionContext>();
  #ownIsWanted = false;
  #appsPinned = false;
  #notebook: NotebookPanel | null = null;
  #followed: FollowedKernel;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#watchLink(parts.kernels.own);
    this.#notebook = this.#wanted(null);
    this.#followed = this.#look();
    const turn = (): void => {
      this.#appsPinned = false;
      this.#notebook = this.#wanted(this.#notebook);
      this.#update();
    };
    parts.front?.currentChanged.connect(turn);
    parts.notebooks?.currentChanged.connect(turn);
  }

  get(): FollowedKernel {
    return this.#followed;
  }

  onChange(listener: () => void): () => void {
    this.#changed.connect(listener);
    return () => this.#changed.disconnect(listener);
  }

  start(): void {
    const { own } = this.#parts.kernels;
    if (this.#followed.notebook !== null) return void this.#notebook?.sessionContext.restartKernel();
    if (this.#followed.state === 'dead') own.restart();
    else own.connect();
    this.#ownIsWanted = true;
    this.#update();
  }

  chooseKernel(): void {
    this.#parts.chooseKernel();
  }

  followApps(): void {
    this.#appsPinned = true;
    this.#update();
  }

  /** The notebook whose kernel is followed; null for the kernel of the apps. */
  get notebook(): NotebookPanel | null {
    return this.#appsPinned ? null : this.#notebook;
  }

  #wanted(before: NotebookPanel | null): NotebookPanel | null {
    const { front, notebooks } = this.#parts;
    const widget = front?.currentWidget ?? null;
    const kept = before?.isDisposed ? null : before;
    if (!notebooks) return null;
    if (widget && notebooks.has(widget)) return widget as NotebookPanel;
    const content = (widget as { content?: { notebook?: string; hasClass?(name: string): boolean } } | null)?.content;
    if (content?.hasClass?.('daisy-ObjectWidget')) return kept;
    if (content?.hasClass?.('daisy-AppWidget'))
      return notebooks.find(({ context }) => context.path === content.notebook) ?? null;
    return notebooks.currentWidget ?? kept;
  }

  #look(): FollowedKernel {
    const panel = this.notebook;
    return panel ? this.#lookAt(panel) : this.#lookAtOwn();
  }

  #lookAtOwn(): FollowedKernel {
    const { link } = this.#parts.kernels.own;
    const state = link.state === 'connecting' && !this.#ownIsWanted ? 'absent' : link.state;
    return { key: 'apps', notebook: null, state, kernelName, link };
  }

  #lookAt({ context, sessionContext }: NotebookPanel): FollowedKernel {
    this.#watchContext(sessionContext);
    const notebook = context.path;
    const connection = this.#parts.kernels.ofNotebook(notebook);
    const { link } = connection;
    const kernel = sessionContext.session?.kernel;
    const facts = { key: `notebook ${notebook} ${kernel?.id ?? ''}`, notebook, link };
    if (kernel && kernel.name !== kernelName)
      return { ...facts, state: 'foreign', kernelName: sessionContext.kernelDisplayName };
    if (!kernel) {
      const state = sessionContext.isReady || sessionContext.hasNoKernel ? 'none' : 'connecting';
      return { ...facts, state, kernelName: '' };
    }
    if (!this.#linksWatched.has(connection)) {
      this.#watchLink(connection);
      connection.connect();
    }
    const isGone = kernel.status === 'dead' || kernel.isDisposed;
    return { ...facts, state: isGone ? 'dead' : link.state, kernelName };
  }

  #watchLink(connection: DaisyConnection): void {
    this.#linksWatched.add(connection);
    connection.link.onState(() => this.#update());
  }

  #watchContext(context: ISessionContext): void {
    if (this.#contextsWatched.has(context)) return;
    this.#contextsWatched.add(context);
    const update = (): void => this.#update();
    context.statusChanged.connect(update);
    context.kernelChanged.connect((_, { newValue }) => {
      // A notebook that had no Daisy kernel before could not be connected then.
      const path = this.#notebook?.sessionContext === context ? this.#notebook.context.path : undefined;
      if (newValue?.name === kernelName && path !== undefined) this.#parts.kernels.ofNotebook(path).connect();
      update();
    });
    void context.ready.then(update);
  }

  #update(): void {
    const next = this.#look();
    const before = this.#followed;
    const same =
      next.key === before.key &&
      next.state === before.state &&
      next.kernelName === before.kernelName &&
      next.link === before.link;
    if (same) return;
    this.#followed = next;
    this.#changed.emit();
  }
}
