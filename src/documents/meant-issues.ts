import type { z } from 'zod';
import { isOfZod } from './issue-text.ts';

type Issue = z.core.$ZodIssue;

/** Of a union that none of its branches takes, what the branch says that comes nearest: it alone is of use. */
export function meantIssues(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0 || !isOfZod(issue)) return [issue];
  const [best = []] = issue.errors.toSorted((left, right) => farness(left) - farness(right));
  if (best.every(isAnotherKind)) {
    const kinds = issue.errors.flat().flatMap((error) => (error.code === 'invalid_type' ? error.expected : []));
    const { path, message } = issue;
    return [{ code: 'invalid_type', expected: [...new Set(kinds)].join(' | '), path, message }];
  }
  const unknown = best.filter((error) => error.code === 'unrecognized_keys');
  // What else the branch misses would stand under the misspelt name.
  return (unknown.length > 0 ? unknown : best)
    .map((error): Issue => ({ ...error, path: [...issue.path, ...error.path] }))
    .flatMap(meantIssues);
}

function farness(issues: readonly Issue[]): number {
  return issues.reduce(
    (sum, issue) => sum + (isAnotherKind(issue) ? 100 : issue.code === 'unrecognized_keys' ? issue.keys.length : 1),
    0,
  );
}

/** Whether the whole value is of another kind than the branch takes. */
function isAnotherKind({ code, path }: Issue): boolean {
  return code === 'invalid_type' && path.length === 0;
}
