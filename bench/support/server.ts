import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A real server in its own process, on a fresh directory. */
export interface BenchServer {
  readonly url: string;
  readonly token: string;
  readonly data: string;
  /** What the server and its engine have used so far. */
  usage(): { readonly server: Usage; readonly engine: Usage };
  /** With a body it is a POST, unless another method is named. */
  api(path: string, body?: unknown, method?: 'DELETE'): Promise<unknown>;
  close(): Promise<void>;
}

/** Resident memory, and processor time since the start. */
export interface Usage {
  readonly peakMb: number;
  readonly nowMb: number;
  readonly cpuSeconds: number;
}

const root = path.resolve(import.meta.dirname, '../..');
const readyMs = 60_000;

/** The kernel counts processor time in ticks of a hundredth of a second (USER_HZ). */
const tickSeconds = 0.01;

/** What a process has used so far. */
export function usageOf(pid: number | undefined): Usage {
  if (pid === undefined) return { peakMb: 0, nowMb: 0, cpuSeconds: 0 };
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
  // Behind the name in brackets: user and system time are the 12th and 13th.
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
    .slice(11, 13);
  return {
    peakMb: Math.round(kilobytes('VmHWM') / 1024),
    nowMb: Math.round(kilobytes('VmRSS') / 1024),
    cpuSeconds: (Number(ticks[0]) + Number(ticks[1])) * tickSeconds,
  };
}

/** What the engine that this process started has used so far. */
export function ownEngineUsage(): Usage {
  return usageOf(childrenOf(process.pid)[0]);
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task/${pid}`).includes('children')
    ? readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
    : [];
}

export interface BenchServerOptions {
  /** Where another one has left its state, which stays when this one is closed; a folder of its own where left out. */
  readonly data?: string;
  readonly port?: number;
}

/** Starts the built server and waits until it is ready. */
export async function startBenchServer(options: BenchServerOptions = {}): Promise<BenchServer> {
  const { port = 20_000 + (process.pid % 20_000), data = mkdtempSync(path.join(tmpdir(), 'whodunit-bench-')) } =
    options;
  const token = 'wdadmin_bench-token-of-this-run-only';
  const child: ChildProcess = spawn(
    process.execPath,
    [path.join(root, 'dist', 'cli.js'), 'serve', '--data', data, '--listen', `127.0.0.1:${port}`],
    {
      env: { ...process.env, WHODUNIT_ADMIN_TOKEN: token },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + readyMs;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) break;
    if (performance.now() > deadline || child.exitCode !== null)
      throw new Error('the server did not come up; build it first: npm run build');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    token,
    data,
    usage: () => ({ server: usageOf(child.pid), engine: usageOf(childrenOf(child.pid ?? 0)[0]) }),
    async api(call, body, method) {
      const answer = await fetch(`${url}${call}`, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${call}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    async close() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}
