import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { logChunks } from './events.ts';
import { usageOf } from './support/server.ts';

const linesPerSecond = 5000;
const seconds = 60;
/** The largest file of kube-apiserver's log, unless its flags say otherwise. */
const fileBytes = 100 << 20;
const pollMs = 100;

const cli = path.resolve(import.meta.dirname, '../dist/cli.js');

/** Writes the events as log lines. */
function writeLog(file: string, count: number): void {
  const handle = openSync(file, 'w');
  for (const chunk of logChunks({ count, seed: 7, from: new Date('2026-11-01T00:00:00Z'), rate: 1000 }))
    writeSync(handle, chunk);
  closeSync(handle);
}

async function startSink(): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const sink = spawn(process.execPath, [path.join(import.meta.dirname, 'support', 'sink.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface(sink.stdout), 'line')) as [string];
  return { url: `http://127.0.0.1:${port}`, process: sink };
}

async function taken(url: string): Promise<number> {
  return Number(await (await fetch(url)).text());
}

interface Ended {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Runs a pipeline to its end; its processor time is that of all of its processes. */
function runShell(command: string): Ended {
  const beganAt = performance.now();
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `${command} >/dev/null && times`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const took = (performance.now() - beganAt) / 1000;
  // The last line has the times of the children, as in "0m1.234s 0m0.567s".
  const [, ofChildren = ''] = stdout.trim().split('\n');
  const times = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  return { seconds: took, cpuSeconds: times.reduce((sum, time) => sum + time, 0) };
}

/** `npm run bench -- collect [events]`. */
export async function benchCollect(count = 200_000): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'whodunit-bench-collect-'));
  const source = path.join(directory, 'source.log');
  writeLog(source, count);
  const bytes = statSync(source).size;
  const sink = await startSink();
  const print = (name: string, value: string): void => void process.stdout.write(`${name.padEnd(46)}${value}\n`);
  const options = ['--server', sink.url, '--token', 'none', '--cluster', 'bench', '--log-level', 'error'];
  const collect = (state: string, log: string): string[] => [
    cli,
    'collect',
    ...options,
    '--state',
    path.join(directory, state),
    '--path',
    log,
  ];
  try {
    print('lines', `${count}, ${(bytes / count).toFixed(0)} bytes each`);
    const zstd = runShell([process.execPath, ...collect('once', source), '--once'].join(' '));
    const packed = await taken(sink.url);
    const gzip = runShell(`cat ${source} | gzip | curl -sSf --data-binary @- -H 'content-encoding: gzip' ${sink.url}`);
    const packedByGzip = (await taken(sink.url)) - packed;
    const rate = (ended: Ended): string =>
      `${(bytes / 1e6 / ended.seconds).toFixed(0)} MB/s, ${((ended.cpuSeconds * 1e9) / bytes).toFixed(1)} s of processor a GB`;
    print('collect --once', `${rate(zstd)}, packed to 1/${(bytes / packed).toFixed(1)}`);
    print('cat FILE | gzip | curl', `${rate(gzip)}, packed to 1/${(bytes / packedByGzip).toFixed(1)}`);
    print('RATIO processor time, collect / gzip', (zstd.cpuSeconds / gzip.cpuSeconds).toFixed(2));

    const log = path.join(directory, 'audit.log');
    const agent = spawn(process.execPath, collect('follow', log), { stdio: ['ignore', 'ignore', 'inherit'] });
    const writer = path.join(import.meta.dirname, 'support', 'paced-writer.ts');
    const numbers = [linesPerSecond, seconds, fileBytes].map(String);
    const writing = spawn(process.execPath, [writer, source, log, ...numbers], { stdio: 'inherit' });
    // The first second is its start.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const begun = usageOf(agent.pid);
    const beganAt = performance.now();
    const memory: number[] = [];
    const sampling = setInterval(() => memory.push(usageOf(agent.pid).nowMb), pollMs);
    await once(writing, 'exit');
    clearInterval(sampling);
    const used = usageOf(agent.pid);
    const share = (used.cpuSeconds - begun.cpuSeconds) / ((performance.now() - beganAt) / 1000);
    memory.sort((a, b) => a - b);
    print(
      `at ${linesPerSecond} lines/s, ${((linesPerSecond * bytes) / count / 1e6).toFixed(1)} MB/s`,
      `${seconds} s, rotated each 100 MiB`,
    );
    print('memory, median / peak', `${memory[memory.length >> 1]} / ${used.peakMb} MB`);
    print('of one processor', `${(share * 100).toFixed(1)} %`);
    agent.kill('SIGTERM');
    await once(agent, 'exit');
  } finally {
    sink.process.kill('SIGTERM');
    rmSync(directory, { recursive: true, force: true });
  }
}
