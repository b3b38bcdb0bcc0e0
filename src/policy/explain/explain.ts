import { compilePolicy } from '../evaluate.ts';
import type { LoadedPolicy } from '../load/index.ts';
import type { Decision, Policy } from '../model.ts';
import type { Request } from '../request.ts';
import { type Mismatch, findMismatch } from './mismatch.ts';
import {
  type BodyOutcome,
  type StageOutcome,
  bodyOutcomes,
  failedLoginBodies,
  failedLoginStages,
  stageOutcomes,
} from './written.ts';

/** One rule that was looked at: lines are counted from 1, `index` from 0. */
export interface ExaminedRule {
  readonly index: number;
  readonly line: number;
  readonly endLine: number;
  readonly matched: boolean;
  /** Absent where the rule matched. */
  readonly mismatch?: Mismatch;
}

/** Why a request is logged as it is. */
export interface Explanation extends Decision {
  readonly request: Request;
  /** The rules that were looked at, in order; the last one decided unless `rule` is null. */
  readonly examined: readonly ExaminedRule[];
  /** The deciding rule as it stands in the file. */
  readonly ruleText: string | null;
  readonly stages: readonly StageOutcome[];
  readonly bodies: { readonly request: BodyOutcome; readonly response: BodyOutcome };
}

/**
 * Explains what a loaded policy decides about a request, and why every earlier rule does not match. A request that fails
 * authentication (`failsLogin`) is decided as one of nobody.
 */
export function explainRequest(
  loaded: LoadedPolicy,
  policy: Policy,
  request: Request,
  { failsLogin = false }: { readonly failsLogin?: boolean } = {},
): Explanation {
  const { groupWildcard } = loaded.release;
  const decision = compilePolicy(policy, groupWildcard).evaluate(request);
  const examined: ExaminedRule[] = [];
  for (const [index, rule] of policy.rules.entries()) {
    const mismatch = findMismatch(rule, request, groupWildcard);
    const { line, endLine } = loaded.source.ruleLines(index);
    examined.push({ index, line, endLine, matched: !mismatch, ...(mismatch ? { mismatch } : {}) });
    if (!mismatch) break;
  }
  return {
    ...decision,
    request,
    examined,
    ruleText: decision.rule === null ? null : loaded.source.ruleText(decision.rule),
    stages: failsLogin ? failedLoginStages(decision) : stageOutcomes(request, decision),
    bodies: failsLogin ? failedLoginBodies() : bodyOutcomes(request, decision),
  };
}

/** The explanation as lines for people; rules are counted from 1 here. */
export function explanationLines(explanation: Explanation): readonly string[] {
  const lines = explanation.examined.map(({ index, line, mismatch }) =>
    mismatch
      ? `rule ${index + 1} (line ${line}) does not match: ${mismatch.message}`
      : `rule ${index + 1} (line ${line}) matches`,
  );
  if (explanation.rule === null) lines.push('no rule matches, so nothing is logged');
  lines.push(`level: ${explanation.level}`);
  for (const { stage, written, note } of explanation.stages)
    lines.push(`${stage}: ${written ? 'written' : 'not written'} (${note})`);
  const { request, response } = explanation.bodies;
  lines.push(`request body: ${request.written ? 'written' : 'not written'} (${request.note})`);
  lines.push(`response body: ${response.written ? 'written' : 'not written'} (${response.note})`);
  return lines;
}
