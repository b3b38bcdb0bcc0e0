import type { Caller } from '../access/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { type Diagnostic, isAccepted, said, worded } from '../base/index.ts';
import { splitStatement } from '../query/index.ts';
import {
  checkColumns,
  checkStatement,
  type CompiledRule,
  compileRule,
  type ReadRule,
  tellsRequests,
  withRequestColumns,
} from '../rules/index.ts';
import { eventStatement } from './evaluate/index.ts';
import { queriesOf } from './rule-queries.ts';

/** Who is to own the rules, and the signal by which they stop asking. */
interface Owner {
  readonly caller: Caller;
  readonly signal: AbortSignal;
}

/** What is wrong with rules that were read, each with its place in the file: their statements are compiled, and the columns looked up that they give. */
export async function checkRules(
  analysis: Pick<Analysis, 'describe'>,
  rules: readonly ReadRule[],
  owner: Owner,
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const read of rules) found.push(...(await checkRule(analysis, read, owner)));
  return found;
}

async function checkRule(
  analysis: Pick<Analysis, 'describe'>,
  read: ReadRule,
  { caller, signal }: Owner,
): Promise<readonly Diagnostic[]> {
  const told: Diagnostic[] = [];
  const columns: (readonly string[])[] = [];
  for (const [index, { query, clusters }] of queriesOf(read.rule).entries()) {
    const text = splitStatement(query).analysis ? query : eventStatement(query, 1);
    const described = await analysis.describe({ caller, question: { query: text, clusters }, signal });
    told.push(...checkStatement(read, index, described.diagnostics));
    if (described.ok) columns.push(described.value.map(({ name }) => name));
  }
  if (!isAccepted(told)) return told;
  const compiled = compileRule(read.rule);
  // What reading the file finds as well is told already.
  const further = compiled.ok
    ? await checkRequests(analysis, compiled.value, { read, columns, caller, signal })
    : compiled.diagnostics.map((one) => ({ ...one, ...read.place(['name']) }));
  return [...told, ...checkColumns(read, columns), ...further];
}

interface Described extends Owner {
  readonly read: ReadRule;
  /** Of each query. */
  readonly columns: readonly (readonly string[])[];
}

/** Where groups are single requests, says whether one with an audit id that was used before is told from the first. */
async function checkRequests(
  analysis: Pick<Analysis, 'describe'>,
  compiled: CompiledRule,
  { read, columns, caller, signal }: Described,
): Promise<readonly Diagnostic[]> {
  if (!compiled.isOncePerGroup || columns.some(tellsRequests)) return [];
  for (const { query, clusters } of queriesOf(compiled.rule)) {
    const widened = withRequestColumns(query);
    if (widened === undefined) continue;
    const { ok: isStatement } = await analysis.describe({ caller, question: { query: widened, clusters }, signal });
    if (isStatement) return [];
  }
  const message = said`requests are told apart by their audit id alone, which clients choose: one with an id that was used before is not told`;
  const hint = said`let the statement give requestReceivedTimestamp as well`;
  return [{ code: 'rule-audit-id-alone', severity: 'warning', ...worded(message, hint), ...read.place(['groupBy']) }];
}
