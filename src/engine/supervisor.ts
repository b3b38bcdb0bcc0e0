import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { AppError, createBackoff, said } from '../base/index.ts';
import { programPath } from '../platform/index.ts';

/** Where the engine is to be reached. It changes when the engine was restarted and its port was taken meanwhile. */
export interface EngineAddress {
  readonly url: string;
  readonly password: string;
}

export interface SupervisorOptions {
  /** State of the engine; one process at a time has it. */
  readonly directory: string;
  /** Bytes that one statement may take. */
  readonly statementMemoryBytes?: number;
  /** Milliseconds that the first start may take. */
  readonly startMs?: number;
  /** What the child writes on its standard error, a line at a time. */
  readonly onOutput?: (line: string) => void;
  /** Called after each death that nobody asked for, with what is known of it. */
  readonly onExit?: (reason: string) => void;
}

/** Keeps one engine child alive. */
export interface EngineSupervisor {
  /**
   * Resolves with the address of an engine that serves, waiting a while for one that is being started. Rejects with AppError
   * `engine-unavailable` when there is none by then, or when it was closed.
   */
  address(): Promise<EngineAddress>;
  /** Ends a child that hangs; another is started. */
  restart(): void;
  /** The process id of the child that serves, for those who watch its memory. */
  pid(): number | undefined;
  /** Restarts since the beginning. */
  restarts(): number;
  close(): Promise<void>;
}

const firstBackoffMs = 200;
const maxBackoffMs = 10_000;
/** A child that served this long was healthy: the next death starts with the shortest wait again. */
const healthyMs = 30_000;
const closeGraceMs = 5000;
/** A start takes less than a second, of a large store some; one that hangs is ended, and the next has twice the time. */
const firstStartMs = 60_000;
const maxStartMs = 30 * 60_000;
/** A start takes less than a second; who asks after a death need not be refused. */
const addressWaitMs = 20_000;

function forkChild(
  { directory, statementMemoryBytes }: SupervisorOptions,
  password: string,
  port: number,
): ChildProcess {
  return fork(programPath(import.meta, 'child.ts', 'engine.js'), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TZ: 'UTC',
      WHODUNIT_ENGINE_DIRECTORY: directory,
      WHODUNIT_ENGINE_PASSWORD: password,
      WHODUNIT_ENGINE_PORT: String(port),
      ...(statementMemoryBytes === undefined ? {} : { WHODUNIT_ENGINE_MEMORY: String(statementMemoryBytes) }),
    },
  });
}

function relayOutput({ stderr }: ChildProcess, { onOutput }: SupervisorOptions): void {
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) if (line.trim() !== '') onOutput?.(line);
  });
}

/**
 * Has a process that ends without closing take its engine along: one that hangs would not see that its parent is gone, and would keep its
 * folder from the next one for ever. Gives what ends the care.
 */
function endWithProcess(child: () => ChildProcess | undefined): () => void {
  const kill = (): void => void child()?.kill('SIGKILL');
  process.once('exit', kill);
  return () => process.off('exit', kill);
}

/** Resolves when a child is gone that is told to end; `events` say so. */
async function end(child: ChildProcess, events: EventEmitter): Promise<void> {
  const gone = new Promise((resolve) => events.once('gone', resolve));
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), closeGraceMs);
  await gone;
  clearTimeout(killer);
}

/** Starts the engine and restarts it with growing waits whenever it dies. */
export function superviseEngine(options: SupervisorOptions): EngineSupervisor {
  const password = randomBytes(24).toString('base64url');
  // Everybody who asks while the engine is away listens.
  const events = new EventEmitter().setMaxListeners(0);
  let child: ChildProcess | undefined;
  let current: EngineAddress | undefined;
  let port = 0;
  let restarts = 0;
  const backoff = createBackoff({ firstMs: firstBackoffMs, maxMs: maxBackoffMs, random: Math.random });
  let { startMs = firstStartMs } = options;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function start(): void {
    const startedAt = performance.now();
    const started = forkChild(options, password, port);
    child = started;
    const hanging = setTimeout(() => {
      startMs = Math.min(startMs * 2, maxStartMs);
      started.kill('SIGKILL');
    }, startMs);
    // A process that cannot be made, for want of memory or of the program, has no exit.
    started.once('error', (error) => {
      if (started.pid === undefined) onGone(error.message);
    });
    relayOutput(started, options);
    started.on('message', (message) => {
      if (typeof message !== 'object' || message === null || !('port' in message)) return;
      port = Number(message.port);
      clearTimeout(hanging);
      current = { url: `http://127.0.0.1:${port}`, password };
      events.emit('address');
    });
    started.once('exit', (code, signal) => {
      // A port that somebody else has taken meanwhile is the one reason why a start fails again and again.
      if (code === 3) port = 0;
      onGone(signal ?? `exit ${code ?? '?'}`);
    });

    function onGone(reason: string): void {
      clearTimeout(hanging);
      current = undefined;
      child = undefined;
      if (closed) {
        events.emit('gone');
        return;
      }
      if (performance.now() - startedAt > healthyMs) backoff.reset();
      restarts += 1;
      options.onExit?.(reason);
      timer = setTimeout(start, backoff.nextMs());
    }
  }

  const leaveProcess = endWithProcess(() => child);
  start();
  return {
    address() {
      if (current && !closed) return Promise.resolve(current);
      return new Promise((resolve, reject) => {
        const settle = (): void => {
          clearTimeout(waiting);
          events.off('address', settle);
          if (current && !closed) resolve(current);
          else reject(new AppError('engine-unavailable', said`the engine is not there`));
        };
        const waiting = setTimeout(settle, closed ? 0 : addressWaitMs);
        events.on('address', settle);
      });
    },
    restart: () => void child?.kill('SIGKILL'),
    pid: () => child?.pid,
    restarts: () => restarts,
    async close() {
      closed = true;
      clearTimeout(timer);
      events.emit('address');
      if (child) await end(child, events);
      leaveProcess();
    },
  };
}
