import { describe, expect, test } from '@jest/globals';
import { Signal } from '@lumino/signaling';
import { ScriptedLink } from '../../apps/test/scripted-link.ts';
import { FollowedKernels } from '../lib/panels/followed-kernels.js';

/** A connection that counts how often it was told to connect. */
function connection() {
  const link = new ScriptedLink({});
  link.state = 'connecting';
  return {
    link,
    paths: {},
    connects: 0,
    connect() {
      this.connects++;
    },
    restart() {},
  };
}

/** A notebook tab with a kernel of this name, or none. */
function notebook(path: string, kernel: string | null) {
  const model = kernel === null ? null : { id: `${path}-kernel`, name: kernel, status: 'idle', isDisposed: false };
  const context = {
    ready: Promise.resolve(),
    isReady: true,
    hasNoKernel: kernel === null,
    kernelDisplayName: kernel,
    session: { kernel: model },
    statusChanged: new Signal<object, unknown>({}),
    kernelChanged: new Signal<object, { newValue: unknown }>({}),
    restarts: 0,
    restartKernel() {
      this.restarts++;
    },
  };
  return { context: { path }, sessionContext: context, isDisposed: false, content: {} };
}

type Notebook = ReturnType<typeof notebook>;

function world(notebooks: readonly Notebook[], current: Notebook | null = null) {
  const own = connection();
  const connections = new Map(notebooks.map(({ context }) => [context.path, connection()]));
  const tracker = {
    currentWidget: current,
    currentChanged: new Signal<object, unknown>({}),
    has: (widget: unknown) => notebooks.includes(widget as Notebook),
    find: (fits: (one: Notebook) => boolean) => notebooks.find(fits),
  };
  const front = { currentWidget: current as unknown, currentChanged: new Signal<object, unknown>({}) };
  const followed = new FollowedKernels({
    kernels: { own, ofNotebook: (path: string) => connections.get(path) },
    notebooks: tracker,
    front,
    chooseKernel: () => undefined,
  } as never);
  const show = (widget: unknown): void => {
    front.currentWidget = widget;
    if (tracker.has(widget)) tracker.currentWidget = widget as Notebook;
    front.currentChanged.emit(null);
  };
  return { own, connections, followed, show };
}

const app = (notebook?: string) => ({ content: { notebook, hasClass: (name: string) => name === 'daisy-AppWidget' } });
const objectTab = { content: { hasClass: (name: string) => name === 'daisy-ObjectWidget' } };

describe('the kernel that the panels follow', () => {
  test('without a notebook is that of the apps, and looking does not start it', () => {
    const { own, followed } = world([]);
    expect(followed.get()).toMatchObject({ notebook: null, state: 'absent' });
    expect(own.connects).toBe(0);
    followed.start();
    expect(own.connects).toBe(1);
    expect(followed.get().state).toBe('connecting');
    own.link.setState('ready');
    expect(followed.get().state).toBe('ready');
  });

  test('is that of the notebook in front, and stays while its objects are looked at', () => {
    const first = notebook('a.ipynb', 'daisy-typescript');
    const second = notebook('b.ipynb', 'daisy-typescript');
    const { connections, followed, show } = world([first, second], first);
    connections.get('a.ipynb')?.link.setState('ready');
    expect(followed.get()).toMatchObject({ notebook: 'a.ipynb', state: 'ready' });
    expect(connections.get('b.ipynb')?.connects).toBe(0);
    show(second);
    expect(followed.get()).toMatchObject({ notebook: 'b.ipynb', state: 'connecting' });
    show(objectTab);
    expect(followed.get().notebook).toBe('b.ipynb');
  });

  test('of an app in front is the one that the app uses', () => {
    const first = notebook('a.ipynb', 'daisy-typescript');
    const { followed, show } = world([first], first);
    show(app());
    expect(followed.get().notebook).toBeNull();
    show(app('a.ipynb'));
    expect(followed.get().notebook).toBe('a.ipynb');
    show({ content: {} });
    expect(followed.get().notebook).toBe('a.ipynb');
  });

  test('a foreign one and none are told apart, and the apps can be looked at instead', () => {
    const python = notebook('p.ipynb', 'python3');
    const bare = notebook('n.ipynb', null);
    const { connections, followed, show } = world([python, bare], python);
    expect(followed.get()).toMatchObject({ state: 'foreign', kernelName: 'python3' });
    expect(connections.get('p.ipynb')?.connects).toBe(0);
    show(bare);
    expect(followed.get().state).toBe('none');
    followed.followApps();
    expect(followed.get().notebook).toBeNull();
    show(python);
    expect(followed.get().notebook).toBe('p.ipynb');
  });

  test('a dead one is restarted by its notebook', () => {
    const first = notebook('a.ipynb', 'daisy-typescript');
    const { connections, followed } = world([first], first);
    let told = 0;
    followed.onChange(() => told++);
    connections.get('a.ipynb')?.link.setState('dead');
    expect(followed.get().state).toBe('dead');
    expect(told).toBe(1);
    followed.start();
    expect(first.sessionContext.restarts).toBe(1);
  });
});
