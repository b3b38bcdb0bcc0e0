import { createBackoff } from '../../base/index.ts';
import { findChannelType } from '../../delivery/index.ts';
import type { Clock, Closeable, Logger } from '../../platform/index.ts';
import type { KeptAlertPolicy, Records, Transaction } from '../../records/index.ts';
import { AlertPolicy } from '../../rules/index.ts';
import type { Cause } from '../cause.ts';
import { endSilence, nextDue, tellNext } from './due.ts';
import { createLedger } from './ledger.ts';
import type { Notifier } from './notifier.ts';
import { createOpenGroups } from './open-groups.ts';
import { type CompiledPolicy, compilePolicy } from './policy.ts';
import { openRound, type Round } from './round.ts';
import { createSilenceReader, type SilenceReader } from './silence.ts';
import { createStormWatch } from './storm.ts';
import { createTeller } from './teller.ts';

/** The clock is looked at this often at least, in case that it was set. */
const longestSleepMs = 30_000;
const pauses = { firstMs: 1000, maxMs: 60_000, random: Math.random };

export interface NotifierOptions {
  readonly records: Pick<Records, 'transaction'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where people reach the page; undefined where nobody can. */
  readonly publicUrl: () => string | undefined;
  /** Told when there may be something new in the outbox. */
  readonly onQueued: () => void;
}

/** Runs until it is closed. */
export interface RunningNotifier extends Notifier, Closeable {
  /** A policy was changed or deleted within this transaction: its alerts go to where they belong now, and no timer begins anew. */
  policyChanged(transaction: Transaction, name: string): void;
  /** A silence is over within this transaction: what fires still is told. */
  silenceEnded(transaction: Transaction, id: string): void;
}

/** Decides over causes as they come, and looks at what waits when it is due. */
export function createNotifier(options: NotifierOptions): RunningNotifier {
  const { records, clock, logger, onQueued } = options;
  const readSilence = createSilenceReader();
  const openRoundIn = roundOpener(options, readSilence);
  const needs = { records, clock, logger, openRound: openRoundIn, readSilence };
  const stopping = new AbortController();
  let waking = new AbortController();

  async function tellDue(): Promise<void> {
    while (!stopping.signal.aborted && tellNext(needs)) {
      onQueued();
      // Others have their turn.
      await new Promise(setImmediate);
    }
  }

  async function run(): Promise<void> {
    const backoff = createBackoff(pauses);
    while (!stopping.signal.aborted) {
      waking = new AbortController();
      let pauseMs: number;
      try {
        await tellDue();
        pauseMs = Math.min(Math.max(nextDue(needs) - clock.now(), 0), longestSleepMs);
        backoff.reset();
      } catch (error) {
        logger.error({ err: error }, 'cannot tell alerts that are due');
        pauseMs = backoff.nextMs();
      }
      if (pauseMs > 0) await clock.sleep(pauseMs, AbortSignal.any([stopping.signal, waking.signal]));
    }
  }

  const running = run();
  return {
    take: (transaction, causes) => {
      const round = openRoundIn(transaction);
      for (const cause of causes) round.add(routed(transaction, cause));
      round.tell();
    },
    wake: () => {
      onQueued();
      waking.abort();
    },
    policyChanged: (transaction, name) => {
      const round = openRoundIn(transaction);
      for (const { key } of transaction.alertGroups.ofPolicy(name)) round.open(key);
      round.tell();
    },
    silenceEnded: (transaction, id) => endSilence(needs, transaction, id),
    close: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** The policy of rules that name neither channels nor a policy, such as those that come with the product. */
const defaultPolicy = 'default';

function routed({ alertPolicies }: Transaction, cause: Cause): Cause {
  const isRouted = cause.policy !== undefined || cause.channels.length > 0;
  return isRouted || !alertPolicies.find(defaultPolicy) ? cause : { ...cause, policy: defaultPolicy };
}

/** Opens rounds, with what is remembered between them. */
function roundOpener(
  { clock, publicUrl }: NotifierOptions,
  readSilence: SilenceReader,
): (transaction: Transaction) => Round {
  const storm = createStormWatch();
  const readPolicy = createPolicyReader();
  return (transaction) => {
    const now = clock.now();
    const policy = (name: string | undefined): CompiledPolicy | undefined =>
      name === undefined ? undefined : readPolicy(transaction.alertPolicies.find(name));
    const silence = (id: string) => {
      const kept = transaction.alertSilences.find(id);
      return kept && readSilence(kept);
    };
    const needsResolved = (channel: string): boolean => {
      const type = transaction.channels.find(channel)?.type;
      return type !== undefined && findChannelType(type)?.needsResolved === true;
    };
    const hasPolicy = (name: string): boolean => policy(name) !== undefined;
    const teller = createTeller({ transaction, now, publicUrl: publicUrl(), silence, hasPolicy });
    const silences = transaction.alertSilences.active(now).map(readSilence);
    const groups = createOpenGroups({ transaction, now, policy });
    const ledger = createLedger(transaction, now);
    return openRound({ groups, now, storm, teller, ledger, silences, policy, needsResolved });
  };
}

/** Remembers what it has compiled, for as long as it is kept so. One that a release before this kept and this cannot read is none. */
function createPolicyReader(): (kept: KeptAlertPolicy | undefined) => CompiledPolicy | undefined {
  const compiled = new Map<string, { readonly text: string; readonly policy: CompiledPolicy }>();
  return (kept) => {
    if (kept === undefined) return undefined;
    const known = compiled.get(kept.name);
    if (known?.text === kept.policy) return known.policy;
    const read = AlertPolicy.safeParse(JSON.parse(kept.policy));
    if (!read.success) return undefined;
    const policy = compilePolicy(read.data);
    compiled.set(kept.name, { text: kept.policy, policy });
    return policy;
  };
}
