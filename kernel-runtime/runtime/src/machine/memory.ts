import { existsSync, readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

/** Memory of the machine and of the container that this process runs in, bytes. */
export interface MemoryFacts {
  readonly totalBytes: number;
  /** The limit of the container; null when there is none below the memory of the machine. */
  readonly limitBytes: number | null;
  /** What sets the limit, e.g. `cgroup v2`. */
  readonly limitedBy: string | null;
  /** What can be taken now: free or reclaimable memory of the machine, or what the limit leaves. */
  readonly availableBytes: number;
}

/** Folders of the kernel's own files; others stand in for them in tests. */
export interface SystemRoots {
  readonly proc: string;
  readonly cgroup: string;
}

export const systemRoots: SystemRoots = { proc: '/proc', cgroup: '/sys/fs/cgroup' };

interface Group {
  readonly folder: string;
  readonly version: 1 | 2;
}

interface Limit {
  readonly limitBytes: number;
  readonly usedBytes: number;
  readonly by: string;
}

/** Memory as of now; cheap enough to be asked for every step. */
export function memoryFacts(roots: SystemRoots = systemRoots): MemoryFacts {
  const meminfo = readText(join(roots.proc, 'meminfo'));
  const totalBytes = kilobytes(meminfo, 'MemTotal') ?? totalmem();
  const freeBytes = kilobytes(meminfo, 'MemAvailable') ?? freemem();
  const limit = tightest(limitsOf(roots), totalBytes);
  return {
    totalBytes,
    limitBytes: limit?.limitBytes ?? null,
    limitedBy: limit?.by ?? null,
    availableBytes: limit ? Math.min(freeBytes, Math.max(0, limit.limitBytes - limit.usedBytes)) : freeBytes,
  };
}

/** Processor time that a container may use, in cores; null when it is not limited. */
export function cpuQuota(roots: SystemRoots = systemRoots): number | null {
  const quotas = foldersOf(roots, 'cpu').map(({ folder, version }) => {
    const [quota, period] =
      version === 2
        ? readText(join(folder, 'cpu.max')).split(' ')
        : [readText(join(folder, 'cpu.cfs_quota_us')), readText(join(folder, 'cpu.cfs_period_us'))];
    return Number(quota) / Number(period);
  });
  const set = quotas.filter(quota => Number.isFinite(quota) && quota > 0);
  return set.length > 0 ? Math.min(...set) : null;
}

function tightest(limits: readonly Limit[], totalBytes: number): Limit | undefined {
  const set = limits.filter(({ limitBytes }) => limitBytes > 0 && limitBytes < totalBytes);
  const left = (limit: Limit): number => limit.limitBytes - limit.usedBytes;
  return set.sort((a, b) => left(a) - left(b))[0];
}

function limitsOf(roots: SystemRoots): readonly Limit[] {
  return foldersOf(roots, 'memory').map(({ folder, version }) => {
    const [limit, usage, reclaimable] =
      version === 2
        ? ['memory.max', 'memory.current', 'inactive_file']
        : ['memory.limit_in_bytes', 'memory.usage_in_bytes', 'total_inactive_file'];
    // Cached files count as used, but give way.
    const cached = Number(
      new RegExp(`^${reclaimable} (\\d+)`, 'm').exec(readText(join(folder, 'memory.stat')))?.[1] ?? 0,
    );
    const usedBytes = Number(readText(join(folder, usage!)) || 0) - cached;
    return { limitBytes: Number(readText(join(folder, limit!))) || 0, usedBytes, by: `cgroup v${version}` };
  });
}

/** The control groups of this process for a resource, innermost first: a limit of any of them holds. */
function foldersOf({ proc, cgroup }: SystemRoots, resource: string): readonly Group[] {
  const lines = readText(join(proc, 'self', 'cgroup')).split('\n');
  return lines.flatMap((line): readonly Group[] => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined) return [];
    if (controllers === '') {
      const root = existsSync(join(cgroup, 'unified')) ? join(cgroup, 'unified') : cgroup;
      return climb(root, path).map(folder => ({ folder, version: 2 }));
    }
    if (!controllers!.split(',').includes(resource)) return [];
    const root = [controllers!, resource].map(name => join(cgroup, name)).find(existsSync);
    return root === undefined ? [] : climb(root, path).map(folder => ({ folder, version: 1 }));
  });
}

/** Within a container the path is often that of the host, which is not there: the root of the mount is then the own group. */
function climb(root: string, path: string): readonly string[] {
  const folders: string[] = [];
  for (let at = path; at !== '/' && at !== '.'; at = dirname(at)) folders.push(join(root, at));
  return [...folders, root].filter(existsSync);
}

function kilobytes(meminfo: string, name: string): number | null {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(meminfo);
  return found ? Number(found[1]) * 1024 : null;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
