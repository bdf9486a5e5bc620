import { DaisyError, type ErrorRecord } from '@daisy-lab/core';
import { refuseBadSamples } from '../fourier/bad-samples.js';
import type { Batch } from '../fourier/batches.js';
import { stopTurn } from './barrier.js';
import { SentMemory } from './dropped-memory.js';
import { idleLimitBytes } from './limits.js';
import type { TurnReply } from './messages.js';
import type { PoolJob } from './pool-job.js';
import { startWorker, type WorkerThread } from './start-worker.js';
import { WorkspaceShelf, type ShelvedWorkspace } from './workspace-shelf.js';

/** One batch in flight, with the team of threads that works on it. */
interface Turn {
  readonly id: number;
  readonly job: PoolJob;
  readonly batch: Batch;
  readonly shelved: ShelvedWorkspace;
  readonly team: Set<Thread>;
  bad: number;
  failure: unknown;
}

interface Thread {
  readonly worker: WorkerThread;
  readonly known: Set<number>;
  turn: Turn | undefined;
}

/**
 * Worker threads that take batches of several jobs. A batch goes to as many idle threads as are its fair part: one each in a
 * volume, all together for a single slice. Jobs with fewer batches left go first, so that a live slice does not wait for a volume.
 */
export class Pool {
  private readonly threads = new Set<Thread>();
  private jobs: PoolJob[] = [];
  private nextTurn = 1;
  private closed = false;
  private readonly memory = new SentMemory(() => {
    for (const { worker } of this.threads) worker.post({ kind: 'forgetTurns' });
  });
  private readonly shelf = new WorkspaceShelf(idleLimitBytes, workspace => {
    for (const thread of this.threads) {
      if (thread.known.delete(workspace)) thread.worker.post({ kind: 'forget', workspace });
    }
  });

  add(job: PoolJob): void {
    this.jobs.push(job);
    this.dispatch();
  }

  /** Reject a job and stop its batches; its threads are free again within a range of work. */
  abandon(job: PoolJob, error: unknown): void {
    job.fail(error);
    for (const { turn } of this.threads) if (turn?.job === job) stopTurn(turn.shelved.workspace.control);
    this.dispatch();
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const job of [...this.jobs]) this.abandon(job, DaisyError.cancelled('The reconstruction'));
    await Promise.all([...this.threads].map(({ worker }) => worker.stop()));
    this.shelf.trim(0);
  }

  private dispatch(): void {
    this.jobs = this.jobs.filter(job => !job.settled);
    while (!this.closed) {
      const job = this.jobs.filter(({ canStart }) => canStart).sort((a, b) => remaining(a) - remaining(b))[0];
      if (!job) return;
      const idle = this.idleThreads(job.threads);
      if (idle.length === 0) return;
      this.startTurn(job, idle);
    }
  }

  /** Threads without work; new ones are started up to the number that the job wants. */
  private idleThreads(wanted: number): Thread[] {
    while (this.threads.size < wanted) this.threads.add(this.startThread());
    return [...this.threads].filter(({ turn }) => turn === undefined);
  }

  private startThread(): Thread {
    const thread: Thread = {
      worker: startWorker({ reply: reply => this.onReply(thread, reply), gone: cause => this.onGone(thread, cause) }),
      known: new Set(),
      turn: undefined,
    };
    return thread;
  }

  private startTurn(job: PoolJob, idle: readonly Thread[]): void {
    const shelved = this.takeWorkspace(job);
    if (!shelved) return;
    const { id: workspaceId, workspace } = shelved;
    const batch = job.batches[job.next]!;
    const team = idle.slice(0, Math.min(job.membersOf(idle.length), workspace.threads));
    const turn: Turn = { id: this.nextTurn++, job, batch, shelved, team: new Set(team), bad: 0, failure: undefined };
    try {
      const task = job.work.taskOf(workspace, batch);
      this.memory.sent(task);
      team.forEach((thread, member) => {
        thread.turn = turn;
        thread.worker.hold(true);
        const memory = thread.known.has(workspaceId) ? undefined : workspace.memory;
        thread.known.add(workspaceId);
        thread.worker.post({
          kind: 'turn',
          turn: turn.id,
          workspace: workspaceId,
          memory,
          member,
          members: team.length,
          task,
        });
      });
    } catch (error) {
      this.shelf.giveBack(shelved);
      job.fail(error);
      this.jobs = this.jobs.filter(other => other !== job);
      return;
    }
    job.next += 1;
    job.inFlight += 1;
    job.threadsInUse += team.length;
  }

  /** Without memory for another batch a job goes on with the batches it has in flight. */
  private takeWorkspace(job: PoolJob): ShelvedWorkspace | undefined {
    try {
      return this.shelf.take(job.work.geometry, job.teamSize);
    } catch (error) {
      if (job.inFlight > 0) job.batchLimit = job.inFlight;
      else job.fail(error);
      this.jobs = this.jobs.filter(({ settled }) => !settled);
      return undefined;
    }
  }

  private onReply(thread: Thread, reply: TurnReply): void {
    const { turn } = thread;
    if (!turn || turn.id !== reply.turn) return;
    turn.bad |= reply.bad;
    if (reply.error) this.failTurn(turn, DaisyError.fromRecord(reply.error satisfies ErrorRecord));
    this.leaveTurn(thread, turn);
  }

  private onGone(thread: Thread, cause: unknown): void {
    this.threads.delete(thread);
    const { turn } = thread;
    if (!turn) return;
    const action = 'Try again; if it happens again, use fewer threads or fewer columns.';
    this.failTurn(
      turn,
      new DaisyError('Resource', { message: 'A worker thread stopped unexpectedly.', action, cause }),
    );
    this.leaveTurn(thread, turn);
  }

  /** The rest of the team must not wait for a member that will never arrive. */
  private failTurn(turn: Turn, failure: unknown): void {
    turn.failure ??= failure;
    stopTurn(turn.shelved.workspace.control);
  }

  private leaveTurn(thread: Thread, turn: Turn): void {
    thread.turn = undefined;
    thread.worker.hold(false);
    turn.job.threadsInUse -= 1;
    turn.team.delete(thread);
    if (turn.team.size === 0) this.endTurn(turn);
    this.dispatch();
  }

  private endTurn(turn: Turn): void {
    const { job } = turn;
    job.inFlight -= 1;
    this.shelf.giveBack(turn.shelved);
    if (turn.failure !== undefined) {
      this.abandon(job, turn.failure);
      return;
    }
    try {
      refuseBadSamples(turn.bad, turn.batch.slots);
      job.batchDone();
    } catch (error) {
      this.abandon(job, error); // samples that are not numbers, or an onProgress that throws
    }
  }
}

function remaining(job: PoolJob): number {
  return job.batches.length - job.finished;
}
