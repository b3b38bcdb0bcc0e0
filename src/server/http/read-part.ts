import type { z } from 'zod';
import { said, worded } from '../../base/index.ts';
import { issueText, meantIssues } from '../../documents/index.ts';
import { RejectedInput } from './errors.ts';

/** Problems that are told of one request; there is a limit to what anybody reads. */
const maxProblems = 20;

/** Reads a part of a request (`path`, `query`, `body`). Throws RejectedInput that says of each problem where it is and what. */
export function readPart(schema: z.ZodType | undefined, value: unknown, part: string): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.flatMap(meantIssues).slice(0, maxProblems);
  const problems = issues.map((issue) => {
    // The page finds the field of a form by it.
    const where = [part, ...issue.path].join('.');
    return {
      code: 'invalid-request',
      severity: 'error' as const,
      ...worded(said`${where}: ${issueText(issue, value)}`),
    };
  });
  throw new RejectedInput(problems, 'bad-request');
}
