import { invariant } from '../../base/index.ts';
import type { Clock, Closeable, Logger } from '../../platform/index.ts';
import type { Records } from '../../records/index.ts';
import {
  type CompiledRule,
  compileRule,
  createFiller,
  evaluateRule,
  type QueryRows,
  stepInstances,
} from '../../rules/index.ts';
import { instanceOf, keepInstances, newCauses } from '../evaluate/index.ts';
import { causeOf, judgedInstance, sha256 } from '../judge/index.ts';
import type { Notifier } from '../notify/notifier.ts';
import type { RuleContext } from '../rule-context.ts';
import { type Condition, type ConditionRow, lookMs } from './condition.ts';

export interface ConditionNeeds {
  readonly records: Pick<Records, 'transaction'>;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly logger: Logger;
}

const wholeServer: RuleContext = {
  clusters: [],
  project: undefined,
  scope: { clusterIds: null, namespaces: null, bodies: true },
};

/** Looks at conditions of the server itself until it is closed, and tells what begins and what is over. */
export function watchConditions(needs: ConditionNeeds, conditions: readonly Condition[]): Closeable {
  const { clock, logger } = needs;
  const stopping = new AbortController();
  const { signal } = stopping;
  const compiled = conditions.map((condition) => ({ condition, compiled: compiledOf(condition) }));

  async function run(): Promise<void> {
    while (!signal.aborted) {
      for (const one of compiled) {
        try {
          const rows = await one.condition.ask(signal);
          if (rows && !signal.aborted) keepLook(needs, one, rows);
        } catch (error) {
          if (!signal.aborted)
            logger.warn({ err: error, condition: one.condition.rule.name }, 'cannot look at a condition of the server');
        }
      }
      if (!signal.aborted) await clock.sleep(lookMs, signal);
    }
  }

  const running = run();
  return {
    async close() {
      stopping.abort();
      await running;
    },
  };
}

interface Looked {
  readonly condition: Condition;
  readonly compiled: CompiledRule;
}

function compiledOf({ rule }: Condition): CompiledRule {
  const result = compileRule(rule);
  invariant(result.ok, `the condition "${rule.name}" compiles`);
  return result.value;
}

/** State, causes and what is to be told of them: all of it or nothing. */
function keepLook({ records, notifier, clock }: ConditionNeeds, looked: Looked, rows: readonly ConditionRow[]): void {
  const { condition, compiled } = looked;
  const { name } = condition.rule;
  const at = clock.now();
  const evaluation = evaluateRule(compiled, [answerOf(compiled, rows)]);
  const causes = records.transaction((transaction) => {
    const before = transaction.alertInstances.ofRule(name);
    const moment = { at, step: `at ${at}`, hash: sha256 };
    const step = stepInstances(compiled, before.map(instanceOf), evaluation, moment);
    const fill = createFiller(compiled);
    const causes = newCauses(
      transaction,
      step.changes.map((change) => {
        const context = condition.contextOf?.(change.instance.labels) ?? wholeServer;
        return causeOf(change, { compiled, fill, context, evaluation, at });
      }),
      at,
    );
    const after = step.instances.map(judgedInstance);
    keepInstances(transaction, name, { before, after, scope: wholeServer.scope, at });
    notifier.take(transaction, causes);
    return causes;
  });
  if (causes.length > 0) notifier.wake();
}

function answerOf({ rule }: CompiledRule, rows: readonly ConditionRow[]): QueryRows {
  const columns = [...new Set([...(rule.groupBy ?? []), ...rows.flatMap((row) => Object.keys(row))])];
  return { columns, rows, isCut: false };
}
