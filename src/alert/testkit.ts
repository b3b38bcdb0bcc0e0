// Rules over a real engine and real records, on a clock and receipts that the test moves.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Caller, localAdmin } from '../access/index.ts';
import { type Analysis, createAnalysis, createIsolation } from '../analysis/index.ts';
import { createLogger, createMetrics, type ManualClock, type Registry, systemClock } from '../platform/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../records/testkit.ts';
import { createEventSearch, createReferenceData, createStatementRunner } from '../store/index.ts';
import { insertLines, startTestEngine, type TestEngine } from '../store/testkit.ts';
import { createEventStream } from '../stream/index.ts';
import { type Alerts, createAlerts } from './alerts.ts';
import type { Cause } from './cause.ts';
import type { RunningNotifier } from './notify/create-notifier.ts';
import { createPolicies } from './notify/policies.ts';
import { createSilences } from './notify/silences.ts';

let lastId = 0;

/** An audit id that no other event of the test has. */
export function newId(): string {
  lastId += 1;
  return `00000000-0000-4000-8000-${String(lastId).padStart(12, '0')}`;
}

const limits = { seconds: 55, memoryBytes: 2 ** 31, threads: 2, rows: 1_000_000 };
const { signal } = new AbortController();
const stepMs = 1000;

export interface AlertKit {
  /** How time passes. What rules take for the time is `skewMs` ahead of it, as where somebody has set the clock. */
  readonly clock: ManualClock;
  skewMs: number;
  readonly kept: TemporaryRecords;
  /** Of what was started last. */
  readonly registry: Registry;
  /** What the notifier took, in order. */
  readonly told: Cause[];
  /** What happens when a statement is asked for; throws, or gives what takes the place of the answer. */
  onStatement: (query: string) => void | Promise<void>;
  /** What happens when matches are counted. */
  onCount: () => void | Promise<void>;
  /** What happens within the transaction of an evaluation. */
  onTake: (causes: readonly Cause[]) => void;
  readonly alerts: Alerts;
  /** Starts evaluating; again after `stop`, as a process that comes back. */
  start(): Promise<void>;
  stop(): Promise<void>;
  apply(yaml: string, caller?: Caller): Promise<void>;
  /** Stores events as received at a moment of the clock, and has everybody know; `isSettled` false leaves them on their way. */
  receive(lines: readonly string[], options?: { readonly at?: number; readonly isSettled?: boolean }): Promise<void>;
  /** Everything that was received is in the store. */
  settle(): void;
  /** Nothing is settled any more until `settle`, as while the engine is down. */
  stall(): void;
  /** Moves the clock on, a second at a time. */
  pass(milliseconds: number): Promise<void>;
  /** Moves the clock on until a rule was evaluated, or could not be, at a time from now on. */
  evaluated(rule: string): Promise<void>;
  /** Waits until something holds. */
  until(what: () => boolean | Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

/** An exec event of a user, which happened at a moment. */
export function execEvent(auditID: string, at: number, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID,
    stage: 'ResponseStarted',
    requestURI: '/api/v1/namespaces/shop/pods/web/exec?command=sh',
    verb: 'create',
    user: { username: 'ann' },
    objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web' },
    stageTimestamp: new Date(at).toISOString().replace('Z', '000Z'),
    ...more,
  });
}

/** Starts an engine with a cluster, and no rules but those of `builtIn`, a file by its name. */
export async function startAlertKit(builtIn: Readonly<Record<string, string>> = {}): Promise<AlertKit> {
  const engine: TestEngine = await startTestEngine();
  const kept = temporaryRecords();
  const { clock } = kept;
  const folder = mkdtempSync(path.join(tmpdir(), 'whodunit-rules-'));
  for (const [name, text] of Object.entries(builtIn)) writeFileSync(path.join(folder, name), text);
  const { id } = await kept.records.clusters.add({
    name: 'prod',
    project: 'shop',
    kind: 'self-managed',
    retentionDays: 3000,
  });
  const isolation = createIsolation(systemClock);
  const stream = createEventStream({ received: async () => ({ events: [], isLast: true }) });
  const whole = createAnalysis({
    records: kept.records,
    search: createEventSearch(engine, limits),
    statements: createStatementRunner(engine, limits),
    referenceData: createReferenceData(engine, engine.directory),
    isolation,
    clock,
    timeZone: 'UTC',
  });
  const wall = {
    now: () => clock.now() + kit.skewMs,
    nowMicros: () => clock.nowMicros() + kit.skewMs * 1000,
    sleep: (milliseconds: number, signal?: AbortSignal) => clock.sleep(milliseconds, signal),
  };
  const told: Cause[] = [];
  let evaluating: Alerts | undefined;
  let settled: number | undefined;
  let isStalled = false;
  let lastReceipt = 0;
  let registry = createMetrics();

  const analysis: Analysis = {
    ...whole,
    statement: async (asked) => {
      await kit.onStatement(asked.question.query);
      return whole.statement(asked);
    },
    countMatches: async (asked) => {
      await kit.onCount();
      return whole.countMatches(asked);
    },
  };
  const notifier: RunningNotifier = {
    take: (_, causes) => {
      kit.onTake(causes);
      told.push(...causes);
    },
    wake: () => undefined,
    policyChanged: () => undefined,
    silenceEnded: () => undefined,
    close: async () => undefined,
  };
  const passed = (): number => (lastReceipt = Math.max(lastReceipt, wall.nowMicros() - 1));

  const kit: AlertKit = {
    clock,
    skewMs: 0,
    kept,
    get registry() {
      return registry;
    },
    told,
    onStatement: () => undefined,
    onCount: () => undefined,
    onTake: () => undefined,
    get alerts() {
      if (!evaluating) throw new Error('it is not started');
      return evaluating;
    },
    async start() {
      registry = createMetrics();
      evaluating = await createAlerts({
        conditions: [],
        records: kept.records,
        analysis,
        stream,
        receipts: {
          settledThrough: () => (isStalled ? settled : Math.max(settled ?? 0, passed())),
          now: passed,
          atLeast: () => undefined,
        },
        notifier,
        policies: createPolicies({ records: kept.records, notifier }),
        silences: createSilences({ records: kept.records, notifier, clock }),
        registry,
        clock: wall,
        logger: createLogger('silent'),
        timeZone: 'UTC',
        builtIn: folder,
        whenReady: Promise.resolve(),
      });
    },
    async stop() {
      await evaluating?.close();
      evaluating = undefined;
    },
    async apply(yaml, caller = localAdmin) {
      const applied = await kit.alerts.texts.apply({ text: yaml, caller, signal });
      if (!applied.ok) throw new Error(JSON.stringify(applied.diagnostics));
    },
    async receive(lines, { at = wall.now(), isSettled = true } = {}) {
      lastReceipt = Math.max(lastReceipt + 1, at * 1000);
      await insertLines(engine, id, lines, lastReceipt);
      if (isSettled && !isStalled) kit.settle();
    },
    settle() {
      isStalled = false;
      settled = passed();
      stream.advance(settled, settled);
    },
    stall() {
      settled = passed();
      isStalled = true;
    },
    async pass(milliseconds) {
      for (let left = milliseconds; left > 0; left -= stepMs) {
        clock.advance(Math.min(left, stepMs));
        await systemClock.sleep(1);
      }
    },
    async evaluated(rule) {
      const since = clock.now();
      for (let tries = 0; tries < 2000; tries += 1) {
        const { evaluatedAt = 0 } = await kit.alerts.rule(rule, localAdmin);
        if (evaluatedAt > since) return;
        await kit.pass(stepMs);
      }
    },
    async until(what) {
      for (let tries = 0; !(await what()); tries += 1) {
        if (tries === 8000) throw new Error(`it does not come: ${JSON.stringify(told)}`);
        await systemClock.sleep(5);
      }
    },
    async close() {
      await kit.stop();
      await engine.close();
      await isolation.close();
      await kept.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return kit;
}
