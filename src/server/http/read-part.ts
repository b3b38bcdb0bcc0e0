import type { z } from 'zod';
import { RejectedInput } from './errors.ts';

type Issue = z.core.$ZodIssue;

/** Problems that are told of one request; there is a limit to what anybody reads. */
const maxProblems = 20;

/** Reads a part of a request (`path`, `query`, `body`). Throws RejectedInput that says of each problem where it is and what. */
export function readPart(schema: z.ZodType | undefined, value: unknown, part: string): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, maxProblems).map((issue) => {
    // The page finds the field of a form by it.
    const where = [part, ...issue.path].join('.');
    const cause = isMissing(value, issue.path) ? 'it is missing' : causeOf(issue);
    return { code: 'invalid-request', severity: 'error' as const, message: `${where}: ${cause}` };
  });
  throw new RejectedInput(problems, 'bad-request');
}

/** How a bound is told, by what it is a bound of; whatever is not here is a number. */
const bounds: Readonly<Record<string, { readonly above: string; readonly below: string; readonly unit: string }>> = {
  string: { above: 'is longer than', below: 'is shorter than', unit: ' characters' },
  array: { above: 'has more than', below: 'has fewer than', unit: ' items' },
};
const numberBounds = { above: 'is more than', below: 'is less than', unit: '' };

function causeOf(issue: Issue): string {
  if (issue.code !== 'too_big' && issue.code !== 'too_small') return issue.message.replace(/^Invalid input: /, '');
  const { above, below, unit } = bounds[issue.origin] ?? numberBounds;
  if (issue.code === 'too_big') return `it ${above} ${issue.maximum}${unit}`;
  return unit !== '' && Number(issue.minimum) === 1 ? 'it is empty' : `it ${below} ${issue.minimum}${unit}`;
}

function isMissing(value: unknown, steps: readonly PropertyKey[]): boolean {
  let at = value;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null) return false;
    at = Object.entries(at).find(([name]) => name === String(step))?.[1];
  }
  return at === undefined;
}
