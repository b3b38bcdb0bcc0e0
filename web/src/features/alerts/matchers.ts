import type { ActiveAlert } from '../../api/alerts.ts';
import type { Silence } from '../../api/silences.ts';

type Matchers = Silence['matchers'];

/** What matches an alert and those of its rule with the same labels. */
export function matchersOf({ rule, labels }: Pick<ActiveAlert, 'rule' | 'labels'>): Matchers {
  const ofRule = { attribute: 'rule' as const, op: '=' as const, values: [rule] };
  const ofLabels = Object.entries(labels).map(([label, value]) => ({ label, op: '=' as const, values: [value] }));
  return [ofRule, ...ofLabels];
}

/** A matcher as people write it: `verb=~"get|list"`, an attribute with an @ before it. */
export function matcherText({ label, attribute, op, values }: Matchers[number]): string {
  const name = attribute === undefined ? (label ?? '') : `@${attribute}`;
  return `${name}${op}${values.map((value) => JSON.stringify(value)).join(',')}`;
}
