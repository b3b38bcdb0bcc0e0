import type { Logger } from '../platform/index.ts';
import type { Stretch } from './follow/generation.ts';
import type { Loss } from './follow/log-stream.ts';
import type { CollectMetrics } from './metrics.ts';
import type { Repeated } from './repeated.ts';
import type { SendFailure } from './send/deliverer.ts';
import { rejectsIn } from './send/rejects-in.ts';
import type { Body } from './send/server-client.ts';

/** What was done. */
export interface CollectTotals {
  readonly lines: number;
  readonly bytes: number;
  /** Events that the server cannot read and keeps as dead letters. */
  readonly rejected: number;
  /** Bytes that were gone before they were read, as far as that is known, and how often something was. */
  readonly lostBytes: number;
  readonly losses: number;
}

export interface TallyOptions {
  readonly begin: CollectTotals;
  readonly monotonicMs: () => number;
  readonly metrics: CollectMetrics;
  readonly logger: Logger;
  readonly repeated: Repeated;
}

/** Since when sending fails, and of what. */
export interface Failing {
  readonly since: number;
  readonly message: string;
}

/** Counts what becomes of the lines, and says what somebody has to know. */
export class Tally {
  readonly #options: TallyOptions;
  #totals: CollectTotals;
  #failing: Failing | undefined;
  #naming: Promise<unknown> = Promise.resolve();

  constructor(options: TallyOptions) {
    this.#options = options;
    this.#totals = options.begin;
  }

  /** Since the agent's state begins. */
  get totals(): CollectTotals {
    return this.#totals;
  }

  /** Undefined while the server takes what is sent. */
  get failing(): Failing | undefined {
    return this.#failing;
  }

  /** Since this process began. */
  get sinceStart(): CollectTotals {
    const { begin } = this.#options;
    const { lines, bytes, rejected, lostBytes, losses } = this.#totals;
    return {
      lines: lines - begin.lines,
      bytes: bytes - begin.bytes,
      rejected: rejected - begin.rejected,
      lostBytes: lostBytes - begin.lostBytes,
      losses: losses - begin.losses,
    };
  }

  /** Stretches count as done. */
  arrived(stretches: readonly Stretch[]): void {
    for (const { lines, from, to } of stretches) {
      if (lines === 0) continue;
      const totals = this.#totals;
      this.#totals = { ...totals, lines: totals.lines + lines, bytes: totals.bytes + to - from };
    }
  }

  rejected(events: number): void {
    if (events === 0) return;
    this.#totals = { ...this.#totals, rejected: this.#totals.rejected + events };
    this.#options.metrics.onRejected(events);
  }

  /** Says what the server cannot read looks like; of a log that goes on so, each minute. */
  nameRejects(path: string, sent: Body, rejected: number): void {
    if (this.#options.repeated.isNews(`${path} rejects`))
      this.#naming = Promise.all([this.#naming, this.#nameRejects(path, sent, rejected)]);
  }

  /** Resolves when all is said. */
  async settled(): Promise<void> {
    await this.#naming;
  }

  async #nameRejects(path: string, sent: Body, rejected: number): Promise<void> {
    const { logger } = this.#options;
    for (const { reason, count, first } of await rejectsIn(sent, rejected)) {
      const about = { path, reason, count, text: first?.text, looksLike: first?.looksLike };
      logger.warn(about, 'the server cannot read a part of a log, and keeps it as dead letters');
    }
  }

  lost({ path, from, bytes, reason, damage }: Loss): void {
    const totals = this.#totals;
    this.#totals = { ...totals, lostBytes: totals.lostBytes + bytes, losses: totals.losses + 1 };
    this.#options.metrics.onLoss(path, reason, bytes);
    const about = { path, from, bytes, reason, ...(damage ? { damage } : {}) };
    this.#options.logger.error(about, 'a part of a log was gone before it was read: these bytes at least');
  }

  failed(failure: SendFailure): void {
    const { monotonicMs, metrics, logger, repeated } = this.#options;
    metrics.onFailure('send');
    const failing = { since: this.#failing?.since ?? monotonicMs(), message: failure.message };
    this.#failing = failing;
    if (!repeated.isNews(failure.message)) return;
    const about = { seconds: this.#secondsSince(failing.since) };
    if (failure.mayPass) logger.warn(about, `trying again: ${failure.message}`);
    else logger.error(about, `nothing is sent until this is mended: ${failure.message}`);
  }

  succeeded(): void {
    this.#options.metrics.onArrived();
    if (this.#failing)
      this.#options.logger.info({ seconds: this.#secondsSince(this.#failing.since) }, 'the server takes events again');
    this.#failing = undefined;
  }

  #secondsSince(since: number): number {
    return Math.round((this.#options.monotonicMs() - since) / 1000);
  }
}
