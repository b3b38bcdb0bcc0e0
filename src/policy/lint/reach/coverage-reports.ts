import type { LintContext, Report } from '../context.ts';
import { type Kind, decideForAnyone, kindName } from './deciding.ts';

type Told = Pick<Report, 'message' | 'hint' | 'fix'>;

/** Reports the kinds that are not logged for somebody whom no rule names, once for each rule that leaves them out. */
export function* coverageReports(
  context: LintContext,
  kinds: readonly Kind[],
  tell: (names: string) => Told,
): Generator<Report> {
  const missing = new Map<number | null, string[]>();
  for (const kind of kinds) {
    const lost = kind.verbs.flatMap((verb) => {
      const { level, rule } = decideForAnyone(context, kind, verb);
      return level === 'None' ? [{ verb, rule }] : [];
    });
    const [first] = lost;
    if (!first) continue;
    const only = lost.length < kind.verbs.length ? ` (${lost.map(({ verb }) => verb).join(', ')})` : '';
    missing.set(first.rule, [...(missing.get(first.rule) ?? []), `${kindName(kind)}${only}`]);
  }
  for (const [rule, names] of missing) {
    const at = rule === null ? context.rulesKey : context.at(rule, 'level');
    yield { rule, at, ...tell(names.join(', ')) };
  }
}
