// A notifier over real records, on a clock that the test moves.
import { AlertPolicy, Silence } from '../../rules/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../../records/testkit.ts';
import { createLogger } from '../../platform/index.ts';
import type { Message } from '../../delivery/index.ts';
import type { Cause } from '../cause.ts';
import { newCauses } from '../evaluate/index.ts';
import { createNotifier, type RunningNotifier } from './create-notifier.ts';

export const everything = { clusterIds: null, namespaces: null, bodies: true } as const;

let made = 0;

/** A cause of a lasting alert of `exec` by `user`. */
export function cause(user: string, more: Partial<Cause> = {}): Cause {
  made += 1;
  const rule = more.rule ?? 'exec';
  const fingerprint = `${rule}:${user}`;
  return {
    key: `cause-${made}`,
    rule,
    displayName: 'Command executed in a container',
    status: 'firing',
    fingerprint,
    episode: `${fingerprint}:1`,
    isAgain: false,
    severity: 'high',
    labels: { user },
    annotations: { en: { title: `exec by ${user}`, desc: 'somebody opened a shell' } },
    startedAt: 1_763_661_600_000,
    clusters: ['prod'],
    rows: [{ user, command: 'sh' }],
    rowCount: 1,
    scope: everything,
    faults: [],
    channels: ['oncall'],
    ends: 'told',
    isMuted: false,
    ...more,
  };
}

/** One that says of an episode that it is over. */
export function over(of: Cause, more: Partial<Cause> = {}): Cause {
  made += 1;
  return { ...of, key: `cause-${made}`, status: 'resolved', endedAt: of.startedAt + 60_000, ...more };
}

/** An event: its end is not found. */
export function event(user: string, more: Partial<Cause> = {}): Cause {
  made += 1;
  const fingerprint = more.fingerprint ?? `event-${made}`;
  return cause(user, { ends: 'never', fingerprint, episode: fingerprint, ...more });
}

/** A message that was put into the outbox, as far as a test looks at it. */
export interface Told {
  readonly channel: string;
  readonly message: Message;
}

export interface NotifierTest {
  readonly kept: TemporaryRecords;
  readonly notifier: RunningNotifier;
  /** Takes them in a transaction of their own, and wakes the notifier. */
  take(...causes: readonly Cause[]): Promise<void>;
  /** Moves the clock, and waits until what is due was told. */
  advance(milliseconds: number): Promise<void>;
  /** What was told since this was asked the last time, as `channel: title`. */
  told(): Promise<readonly string[]>;
  messages(): Promise<readonly Told[]>;
  /** Title and state of what stands in the message centre, the oldest first. */
  inbox(): Promise<readonly (readonly [title: string, state: string])[]>;
  putPolicy(policy: Readonly<Record<string, unknown>>): Promise<void>;
  addSilence(silence: Readonly<Record<string, unknown>>): Promise<string>;
  /** Stops it and starts another over the same file, as after a crash between transactions. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

export async function startNotifierTest(): Promise<NotifierTest> {
  const kept = temporaryRecords();
  const logged: string[] = [];
  let notifier = start(kept, logged);
  let seen = 0;
  for (const name of ['oncall', 'second'])
    await kept.records.channels.put({ name, type: 'webhook', language: 'en', settings: '{}', savedBy: 'ann' });

  async function settle(): Promise<void> {
    notifier.wake();
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    while (((await kept.records.alertGroups.nextDue()) ?? Infinity) <= kept.clock.now())
      await new Promise(setImmediate);
  }

  async function messages(): Promise<readonly Told[]> {
    const all = (await kept.records.outbox.list({ limit: 100_000 })).toReversed().filter(({ id }) => id > seen);
    seen = all.at(-1)?.id ?? seen;
    return all.map(({ channel, message }) => ({ channel, message: JSON.parse(message) as Message }));
  }

  return {
    kept,
    get notifier() {
      return notifier;
    },
    take: async (...causes) => {
      kept.records.transaction((transaction) =>
        notifier.take(transaction, newCauses(transaction, causes, kept.clock.now())),
      );
      await settle();
    },
    advance: async (milliseconds) => {
      kept.clock.advance(milliseconds);
      await settle();
    },
    messages,
    inbox: async () => {
      const items = await kept.records.inbox.list({ reader: 'ann', limit: 1000 });
      return items
        .toReversed()
        .map(({ message, state }) => [(JSON.parse(message) as { title: string }).title, state] as const);
    },
    told: async () => (await messages()).map(({ channel, message }) => `${channel}: ${message.title}`),
    putPolicy: async (policy) => {
      const form = AlertPolicy.parse({ kind: 'AlertPolicy', name: 'p', ...policy });
      kept.records.transaction((transaction) => {
        transaction.alertPolicies.put({ name: form.name, policy: JSON.stringify(form), savedBy: 'ann' });
        notifier.policyChanged(transaction, form.name);
      });
      await settle();
    },
    addSilence: async (given) => {
      const silence = Silence.parse({ kind: 'Silence', comment: 'planned', ...given });
      const { id } = await kept.records.alertSilences.add({
        silence: JSON.stringify(silence),
        startsAt: Date.parse(silence.startsAt ?? new Date(kept.clock.now()).toISOString()),
        endsAt: Date.parse(silence.endsAt),
        author: 'ann',
        scope: JSON.stringify(everything),
      });
      await settle();
      return id;
    },
    restart: async () => {
      await notifier.close();
      kept.reopen();
      notifier = start(kept, logged);
      await settle();
    },
    remove: async () => {
      await notifier.close();
      await kept.remove();
      if (logged.length > 0) throw new Error(`the notifier failed: ${logged.join('')}`);
    },
  };
}

function start(kept: TemporaryRecords, logged: string[]): RunningNotifier {
  return createNotifier({
    records: { transaction: (change) => kept.records.transaction(change) },
    clock: kept.clock,
    logger: createLogger('error', { write: (line) => logged.push(line) }),
    publicUrl: () => 'https://audit.example',
    onQueued: () => undefined,
  });
}
