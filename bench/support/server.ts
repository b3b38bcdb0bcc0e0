import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A real server in its own process, on a fresh directory. */
export interface BenchServer {
  readonly url: string;
  readonly token: string;
  readonly data: string;
  /** Peak and present resident memory of the server and its engine, in MB. */
  memory(): { readonly server: Memory; readonly engine: Memory };
  api(path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export interface Memory {
  readonly peakMb: number;
  readonly nowMb: number;
}

const root = path.resolve(import.meta.dirname, '../..');
const readyMs = 60_000;

function memoryOf(pid: number | undefined): Memory {
  if (pid === undefined) return { peakMb: 0, nowMb: 0 };
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
  return { peakMb: Math.round(kilobytes('VmHWM') / 1024), nowMb: Math.round(kilobytes('VmRSS') / 1024) };
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task/${pid}`).includes('children')
    ? readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
    : [];
}

/** Starts the built server and waits until it is ready. */
export async function startBenchServer(port = 20_000 + (process.pid % 20_000)): Promise<BenchServer> {
  const data = mkdtempSync(path.join(tmpdir(), 'whodunit-bench-'));
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
    memory: () => ({ server: memoryOf(child.pid), engine: memoryOf(childrenOf(child.pid ?? 0)[0]) }),
    async api(call, body) {
      const answer = await fetch(`${url}${call}`, {
        method: body === undefined ? 'GET' : 'POST',
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
      rmSync(data, { recursive: true, force: true });
    },
  };
}
