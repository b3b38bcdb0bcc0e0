import {
  type Diagnostic,
  fail,
  isAccepted,
  ok,
  hintOf,
  messageOf,
  type Result,
  said,
  worded,
} from '../../base/index.ts';
import { splitStatement } from '../../query/index.ts';
import { columnNames, type Expression, parseExpression } from '../expression/index.ts';
import type { AlertRule } from '../form.ts';
import { fitOf, windowsOf } from '../schedule/index.ts';
import { isAuditId } from './audit-id.ts';
import type { CauseKind, CompiledRule } from './compiled-rule.ts';
import { countNames } from './counts.ts';

/** Reads the conditions of a rule. Diagnostics name the member that they are about; offsets are of its text. */
export function compileRule(rule: AlertRule): Result<CompiledRule> {
  const reader = new ConditionReader();
  const { condition, countCondition } = rule;
  const cases = rule.severities ?? [{ severity: rule.severity ?? 'medium', condition, countCondition }];
  const severities = cases.map((entry) => ({
    severity: entry.severity,
    condition: reader.read('condition', entry.condition),
    countCondition: reader.readOnCount(entry.countCondition),
  }));
  const combine = (rule.combine ?? []).map(({ type, on }) => ({ type, on: reader.read('combine', on) }));
  if (!isAccepted(reader.problems)) return fail(...reader.problems);
  const statements = rule.queries?.map(({ query }) => query) ?? (rule.query === undefined ? [] : [rule.query]);
  const groupBy = rule.groupBy ?? [];
  const isPerEvent =
    rule.immediate === true && groupBy.length === 0 && statements.every((text) => !splitStatement(text).analysis);
  return ok({
    rule,
    severities,
    combine,
    isPerEvent,
    causeKind: causeKindOf(rule),
    isOncePerGroup: isPerEvent || groupBy.some((name) => isAuditId(name, statements)),
  });
}

function causeKindOf(rule: AlertRule): CauseKind {
  if (rule.immediate) return 'event';
  const overlaps = windowsOf(rule).some((window) => fitOf(rule, window).overlaps);
  return rule.time === 'event' || overlaps ? 'condition' : 'new-events';
}

class ConditionReader {
  readonly problems: Diagnostic[] = [];

  read(member: string, text: string | undefined): Expression | undefined {
    if (text === undefined || text.trim() === '') return undefined;
    const expression = parseExpression(text);
    this.problems.push(
      ...expression.diagnostics.map((one) => ({
        ...one,
        ...worded(said`${member} "${text}": ${messageOf(one)}`, hintOf(one)),
      })),
    );
    return expression.ok ? expression.value : undefined;
  }

  readOnCount(text: string | undefined): Expression | undefined {
    const expression = this.read('countCondition', text);
    const other = expression && columnNames(expression.root).find((column) => !countNames.includes(column.name));
    if (!other) return expression;
    const message = said`countCondition "${expression.text}": "${other.name}" is no number of rows`;
    const hint = said`it is about ${countNames.join(', ')}; a column belongs into condition`;
    const { from, to } = other;
    this.problems.push({ code: 'condition-unknown-column', severity: 'error', ...worded(message, hint), from, to });
    return undefined;
  }
}
