import {
  type Alerts,
  type AlertsNeeds,
  createAlerts,
  createNotifier,
  createPolicies,
  createSilences,
  type NotifierOptions,
  type Policies,
  type Silences,
} from '../alert/index.ts';
import { createSemaphore, said } from '../base/index.ts';
import type { Clock, Lifecycle } from '../platform/index.ts';
import type { ServerContext } from '../server/index.ts';
import { testRules } from './alert-test.ts';
import { contentDirectory } from './content.ts';

type AlertingNeeds = Omit<AlertsNeeds, 'notifier' | 'policies' | 'silences' | 'builtIn'> &
  Pick<NotifierOptions, 'publicUrl' | 'onQueued'> & { readonly lifecycle: Lifecycle };

/** What evaluates rules, and who is told of what fires. */
export interface Alerting {
  readonly alerts: Alerts;
  readonly policies: Policies;
  readonly silences: Silences;
}

/** Reads the rules and puts together what evaluates them and what tells of them. The lifecycle closes it. */
export async function composeAlerts({ lifecycle, ...needs }: AlertingNeeds): Promise<Alerting> {
  const { records, clock } = needs;
  const notifier = lifecycle.own('notifier', createNotifier(needs));
  const builtIn = contentDirectory('alerts');
  const policies = createPolicies({ records, notifier });
  const silences = createSilences({ records, notifier, clock });
  const telling = { notifier, policies, silences };
  const alerts = lifecycle.own('alerts', await createAlerts({ ...needs, ...telling, builtIn }));
  return { alerts, policies, silences };
}

/** One call runs, and a few wait for it: each starts an engine of its own. */
const testQueue = { task: said`run the tests of rules`, length: 4, deadlineMs: 60_000 } as const;

/** Puts together what runs the tests that rules carry. */
export function composeRuleTests(clock: Pick<Clock, 'sleep'>): ServerContext['testRules'] {
  const { task, length, deadlineMs } = testQueue;
  const queue = { task, length, deadline: { ms: deadlineMs, clock } };
  const place = createSemaphore({ places: 1, queue });
  return (rules, { signal }) => place.run(() => testRules(rules), { signal });
}
