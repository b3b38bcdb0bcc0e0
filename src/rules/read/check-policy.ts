import { said } from '../../base/index.ts';
import { RE2JS } from 're2js';
import { type AlertPolicy, type Matcher, ruleLimits, type Silence } from '../form.ts';
import { readTimeZone } from '../schedule/index.ts';
import { tooLong, unknownZone } from './check-schedule.ts';
import { type Finding, finding } from './finding.ts';

/** Checks what the schema of a policy cannot say. */
export function checkPolicy({ routes, inhibitions }: AlertPolicy): readonly Finding[] {
  return [
    ...routes.flatMap(({ matchers, groupBy, hours, groupWait, groupInterval, repeatInterval }, index) => {
      const path = ['routes', index];
      return [
        ...checkMatchers(matchers, [...path, 'matchers']),
        ...checkBases(groupBy, [...path, 'groupBy']),
        ...tooLong([...path, 'groupWait'], groupWait, ruleLimits.delayMs),
        ...tooLong([...path, 'groupInterval'], groupInterval, ruleLimits.repeatMs),
        ...tooLong([...path, 'repeatInterval'], repeatInterval, ruleLimits.repeatMs),
        ...(hours && !readTimeZone(hours.timeZone)
          ? [unknownZone([...path, 'hours', 'timeZone'], hours.timeZone)]
          : []),
      ];
    }),
    ...inhibitions.flatMap(({ source, target, equal }, index) => {
      const path = ['inhibitions', index];
      return [
        ...checkMatchers(source, [...path, 'source']),
        ...checkMatchers(target, [...path, 'target']),
        ...checkBases(equal, [...path, 'equal']),
      ];
    }),
  ];
}

/** Checks what the schema of a silence cannot say. */
export function checkSilence({ matchers, startsAt, endsAt }: Silence): readonly Finding[] {
  const isOver = startsAt !== undefined && Date.parse(endsAt) <= Date.parse(startsAt);
  return [
    ...checkMatchers(matchers, ['matchers']),
    ...(isOver ? [finding(['endsAt'], 'rule-members-clash', said`the silence ends before it starts`)] : []),
  ];
}

function checkMatchers(matchers: readonly Matcher[], path: Finding['path']): readonly Finding[] {
  return matchers.flatMap(({ label, attribute, op, values }, index) => {
    const at = [...path, index];
    if (label === undefined && attribute === undefined)
      return [finding(at, 'invalid-matcher', said`the matcher is about nothing: expected \`label\`, or \`attribute\``)];
    if (label !== undefined && attribute !== undefined)
      return [
        finding([...at, 'attribute'], 'invalid-matcher', said`a matcher has \`label\` or \`attribute\`, not both`),
      ];
    if (op === '=' || op === '!=') return [];
    return values.flatMap((value, which) => {
      const problem = patternProblem(value);
      if (problem === undefined) return [];
      const message = said`the regular expression cannot be read: ${problem}`;
      return [finding([...at, 'values', which], 'invalid-matcher', message)];
    });
  });
}

function patternProblem(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (thrown) {
    // What the package throws of a pattern that it cannot read.
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

const attributes: ReadonlySet<string> = new Set(['@rule', '@severity', '@cluster', '@project']);

/** What alerts are grouped by: labels, and attributes behind an @. */
function checkBases(bases: readonly string[], path: Finding['path']): readonly Finding[] {
  return bases.flatMap((basis, index) => {
    if (!basis.startsWith('@') || attributes.has(basis)) return [];
    const hint = said`there are ${[...attributes].join(', ')}`;
    return [finding([...path, index], 'invalid-matcher', said`alerts have no attribute "${basis}"`, { hint })];
  });
}
