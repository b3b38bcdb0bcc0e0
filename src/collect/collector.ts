import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Clock } from '../base/index.ts';
import type { Logger, Registry } from '../platform/index.ts';
import { createReader } from '../shipping/index.ts';
import type { AuditMetrics } from '../watch/index.ts';
import { every } from './every.ts';
import { createFollower, type Follower } from './follow/follower.ts';
import type { Portion } from './follow/take-portion.ts';
import { type CollectMetrics, createCollectMetrics } from './metrics.ts';
import { Reading } from './reading.ts';
import { createRepeated } from './repeated.ts';
import { createDeliverer, type Deliverer } from './send/deliverer.ts';
import type { MetricsReader } from './send/metrics-reader.ts';
import type { ServerClient } from './send/server-client.ts';
import { createDiscovery, type Discovery } from './sources/discovery.ts';
import { inputName, StandardInput } from './sources/standard-input.ts';
import type { StateFolder } from './state/state-folder.ts';
import { type CollectTotals, Tally } from './tally.ts';

export interface CollectorOptions {
  readonly state: StateFolder;
  /** Paths and patterns of logs. */
  readonly patterns: readonly string[];
  /** What the logs are wrapped in, as `logFormats` has it. */
  readonly format: string;
  /** Manifests of API servers, whose logs are followed. */
  readonly manifests: readonly string[];
  /** Read as one more log. */
  readonly input: AsyncIterable<Uint8Array> | undefined;
  /** Ends when everything that is there is with the server. */
  readonly once: boolean;
  /** Bytes that may be kept on disk for this agent alone: standard input, and deleted files that it has open. */
  readonly bufferLimit: number;
  readonly client: Pick<ServerClient, 'post'>;
  /** Where lines go, relative to the server. */
  readonly ingestPath: string;
  /** Where what was read so far is told, relative to the server. */
  readonly reportPath: string;
  /** Read for each report: how many events there should be. */
  readonly apiServer: MetricsReader | undefined;
  readonly clock: Clock;
  /** Milliseconds of a clock that nobody sets. */
  readonly monotonicMs: () => number;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** Of a line or document in a wrapper that is looked at as a whole. */
const maxRecordBytes = 8 << 20;
const pollMs = 200;
const scanMs = 1000;
const discoverMs = 5000;
const saveMs = 1000;
const reportMs = 15_000;
/** Bodies on their way at once. */
const places = 4;
/** With `once`, a server that restarts is back within this; more is for a person to look into. */
const patienceMs = 300_000;
/** What is on its way when the agent is told to stop may still arrive. */
const lastWordMs = 3000;
/** A turn of the loop takes a fraction of a second, unless the disk hangs. */
const stuckMs = 120_000;

/**
 * The agent: follows logs, sends what is in them, and keeps how far it has come. What is not sent yet waits in the files, so that the server may
 * be away for days; memory holds a few bodies. It does one thing at a time but for sending, so that nothing happens to a file that is looked at.
 */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #stopping = new AbortController();
  readonly #repeated: ReturnType<typeof createRepeated>;
  readonly #metrics: CollectMetrics;
  readonly #tally: Tally;
  readonly #follower: Follower;
  readonly #discovery: Discovery;
  readonly #deliverer: Deliverer;
  #input: StandardInput | undefined;
  #turnedAt: number;
  /** The report that is under way. */
  #reporting: Promise<void> | undefined;
  readonly #reading: Reading;
  /** The rows of the checkpoint that was written last. */
  #saved = '';

  constructor(options: CollectorOptions) {
    const { state, clock, monotonicMs, logger, registry } = options;
    this.#options = options;
    this.#turnedAt = monotonicMs();
    this.#repeated = createRepeated(monotonicMs);
    this.#metrics = createCollectMetrics(registry, {
      streams: () => this.#follower.streams,
      now: () => clock.now(),
      refusedPaths: () => this.#discovery.refused(),
    });
    const shared = { monotonicMs, logger, metrics: this.#metrics, repeated: this.#repeated };
    this.#tally = new Tally({ ...shared, begin: state.checkpoint.totals });
    this.#reading = new Reading(state.checkpoint.totals);
    this.#discovery = createDiscovery({ ...options, repeated: this.#repeated });
    this.#follower = createFollower(state.checkpoint.generations, {
      now: monotonicMs,
      makeReader: () => createReader({ format: options.format, maxRecordBytes }),
      onLoss: (loss) => this.#tally.lost(loss),
      onNote: (message, { path: file }) => {
        if (this.#repeated.isNews(`${file} ${message}`)) logger.info({ path: file }, message);
      },
    });
    this.#deliverer = createDeliverer({
      client: options.client,
      path: options.ingestPath,
      clock,
      places,
      onSuccess: () => this.#tally.succeeded(),
      onFailure: (failure) => {
        this.#tally.failed(failure);
        const since = this.#tally.failing?.since ?? monotonicMs();
        if (options.once && (!failure.mayPass || monotonicMs() - since > patienceMs)) throw failure;
      },
    });
  }

  /**
   * Follows until it is told to stop, or everything is with the server where that was asked for. Rejects where sending was given up, which it is
   * with `once` alone.
   */
  async run(): Promise<CollectTotals> {
    const { state, input, logger } = this.#options;
    if (state.wasDamaged)
      logger.error('the checkpoint was damaged and is set aside: everything is read again, and counts once');
    if (input) this.#input = await this.#openInput(input);
    try {
      await this.#loop();
    } finally {
      await this.#finish();
    }
    return this.#tally.sinceStart;
  }

  /** Ends soon; what was read and is not with the server yet is read again at the next start. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Why a restart may help; undefined where all is well. */
  whyStuck(): string | undefined {
    const seconds = Math.round((this.#options.monotonicMs() - this.#turnedAt) / 1000);
    return seconds * 1000 > stuckMs ? `nothing has happened for ${seconds} s` : undefined;
  }

  /** Why nothing gets through just now. */
  whyNotReady(): string | undefined {
    const { failing } = this.#tally;
    if (failing) return failing.message;
    return this.#follower.streams.length === 0 ? 'no log is there yet' : undefined;
  }

  async #loop(): Promise<void> {
    const { monotonicMs, once, bufferLimit, patterns, manifests } = this.#options;
    const discover = every(discoverMs, monotonicMs, async () => this.#follower.follow(await this.#discovery.find()));
    const scan = every(scanMs, monotonicMs, async () => {
      const before = this.#follower.files();
      await this.#follower.scan();
      this.#reading.looked(this.#follower.files() === before);
      await this.#follower.letGo(bufferLimit);
    });
    const save = every(saveMs, monotonicMs, () => this.#save());
    const report = every(reportMs, monotonicMs, () => {
      // Nobody waits for it.
      this.#reporting ??= this.#report();
      return Promise.resolve();
    });
    const hasEnd = once || (patterns.length === 0 && manifests.length === 0);
    while (!this.#stopping.signal.aborted) {
      this.#turnedAt = monotonicMs();
      await discover.ifDue();
      await scan.ifDue();
      const isAny = await this.#send(() => scan.isDue());
      await save.ifDue();
      await report.ifDue();
      const reason = this.#deliverer.failure();
      if (reason !== undefined) throw reason;
      if (hasEnd && !isAny && this.#isAtEnd()) {
        // Something may have come since the directories were looked at.
        await scan.now();
        if (this.#isAtEnd() && !(await this.#send(() => false))) return;
      }
      if (!isAny || !this.#deliverer.hasRoom()) await this.#pause();
    }
  }

  #isAtEnd(): boolean {
    return this.#deliverer.isIdle() && !this.#follower.isWaiting() && (this.#input?.isOver() ?? true);
  }

  /** Sends what there is as long as there is room. Gives whether there was anything. */
  async #send(isOver: () => boolean): Promise<boolean> {
    let isAny = false;
    while (this.#deliverer.hasRoom() && !this.#stopping.signal.aborted && !isOver()) {
      const portion = await this.#follower.next(this.#options.once ? this.#options.clock.now() : undefined);
      if (portion === undefined) {
        if (!this.#follower.isWaiting()) this.#reading.atEnd(this.#options.clock.now(), this.#tally.totals.lostBytes);
        break;
      }
      isAny = true;
      await this.#sendPortion(portion);
    }
    return isAny;
  }

  async #sendPortion({ stream, generation, stretch, lines, body }: Portion): Promise<void> {
    const { path: file } = stream;
    const bytes = stretch.to - stretch.from;
    this.#metrics.onRead(file, lines, bytes);
    if (lines === 0) return this.#tally.arrived(generation.settle(stretch));
    this.#reading.read({ lines, bytes });
    await this.#deliverer.add({
      body,
      onArrived: ({ rejected, tooLongBytes }, sent) => {
        if (rejected > 0) this.#tally.nameRejects(file, sent, rejected);
        this.#tally.arrived(generation.settle(stretch));
        this.#tally.rejected(rejected);
        if (tooLongBytes > 0)
          this.#tally.lost({ path: file, from: stretch.from, bytes: tooLongBytes, reason: 'too-long' });
      },
    });
  }

  /** Tells the server what was read, and counted. What fails is of no matter: the next report says it again. */
  async #report(): Promise<void> {
    const { client, reportPath, state } = this.#options;
    const apiServer = await this.#readApiServer();
    const read = this.#reading.all;
    if (!read && !apiServer) {
      this.#reporting = undefined;
      return;
    }
    const text = JSON.stringify({ agent: state.checkpoint.agent, read, apiServer });
    const body = (): Readable => Readable.from([Buffer.from(text)]);
    await client.post(reportPath, body, AbortSignal.timeout(lastWordMs)).catch(() => undefined);
    this.#reporting = undefined;
  }

  /** What the API server counts; undefined where nobody asks, or it does not say. */
  async #readApiServer(): Promise<AuditMetrics | undefined> {
    const { apiServer, logger } = this.#options;
    if (!apiServer) return undefined;
    try {
      const counted = await apiServer.read(AbortSignal.timeout(lastWordMs));
      if (this.#repeated.end('metrics')) logger.info('the metrics of the API server can be read again');
      return counted;
    } catch (error) {
      this.#metrics.onFailure('metrics');
      if (this.#repeated.isNews('metrics')) logger.warn({ err: error }, 'cannot read the metrics of the API server');
      return undefined;
    }
  }

  async #save(): Promise<void> {
    const { state, logger } = this.#options;
    const generations = [...this.#follower.rows()];
    const rows = JSON.stringify(generations);
    // What is finished in a checkpoint that is on disk is not needed any more.
    const finished = this.#follower.streams.flatMap((stream) => (stream.isOurs ? stream.finishedFiles() : []));
    try {
      if (rows !== this.#saved) await state.save({ ...state.checkpoint, generations, totals: this.#tally.totals });
      this.#saved = rows;
      await this.#input?.remove(finished);
      if (this.#repeated.end('checkpoint')) logger.info('the checkpoint can be written again');
    } catch (error) {
      this.#metrics.onFailure('checkpoint');
      const consequence = 'after a restart some lines are sent again, which count once';
      if (this.#repeated.isNews('checkpoint'))
        logger.error({ err: error }, `cannot write the checkpoint: ${consequence}`);
    }
  }

  async #openInput(source: AsyncIterable<Uint8Array>): Promise<StandardInput> {
    const { state, clock, bufferLimit, logger } = this.#options;
    const directory = path.join(state.directory, 'input');
    await mkdir(directory, { recursive: true, mode: 0o700 });
    this.#follower.followOurs({ directory, live: inputName });
    const onFailure = (error: unknown): void => {
      this.#metrics.onFailure('input');
      if (this.#repeated.isNews('input'))
        logger.error({ err: error }, 'cannot keep standard input on disk: reading no more of it');
    };
    return StandardInput.open({ directory, source, limit: bufferLimit, clock, onFailure });
  }

  async #pause(): Promise<void> {
    const over = new AbortController();
    const either = AbortSignal.any([over.signal, this.#stopping.signal]);
    await Promise.race([this.#options.clock.sleep(pollMs, either), this.#deliverer.wait(either)]);
    over.abort();
  }

  async #finish(): Promise<void> {
    const { monotonicMs, clock } = this.#options;
    await this.#input?.close();
    const until = monotonicMs() + lastWordMs;
    while (!this.#deliverer.isIdle() && this.#tally.failing === undefined && monotonicMs() < until)
      await clock.sleep(20);
    this.#deliverer.close();
    await this.#reporting;
    if (this.#tally.failing === undefined) await this.#report();
    await this.#save();
    await this.#tally.settled();
    await this.#follower.close();
  }
}
