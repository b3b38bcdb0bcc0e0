import type { z } from 'zod';
import { cutText, type Diagnostic, nearest } from '../base/index.ts';
import type { YamlDocument } from './document.ts';
import { memberNames } from './member-names.ts';
import { fileProblem, type Path } from './position.ts';

export interface Shape {
  readonly schema: z.ZodType;
  readonly document: YamlDocument;
  /** Where in the document stands what the schema is about. */
  readonly above?: Path;
  /** What the document is called: `the dashboard`. */
  readonly whole: string;
  readonly code: string;
}

type Issue = z.core.$ZodIssue;

/** Of one document. */
const mostIssues = 100;
/** Characters of a message, which may quote what somebody wrote. */
const longest = 200;

/** What a schema says against a value of a document, with its places. */
export function shapeProblems({ issues }: z.ZodError, shape: Shape): readonly Diagnostic[] {
  return issues
    .flatMap((issue) => meantIssues(issue))
    .slice(0, mostIssues)
    .flatMap((issue) => problemsOf(issue, shape));
}

function problemsOf(issue: Issue, { schema, document, above = [], whole, code }: Shape): readonly Diagnostic[] {
  const within = issue.path.filter((step) => typeof step !== 'symbol');
  const path = [...above, ...within];
  if (issue.code !== 'unrecognized_keys')
    return [fileProblem(code, `${nameOf(path, whole)}: ${shortened(issue.message)}`, document.place(path))];
  const known = memberNames(schema, within);
  return issue.keys.slice(0, mostIssues).map((key) => {
    const meant = nearest(key, known);
    const hint = meant === null ? `it can have: ${known.join(', ')}` : `did you mean ${meant}?`;
    const message = `${nameOf(path, whole)}: there is no member "${shortened(key)}"`;
    return fileProblem(code, message, document.placeOfKey(path, key), known.length > 0 ? hint : undefined);
  });
}

/** Of a union that none of its branches takes, what the branch says that comes nearest: it alone is of use. */
function meantIssues(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const [best = []] = issue.errors.toSorted((left, right) => farness(left) - farness(right));
  if (best.every(isAnotherKind)) {
    const expected = issue.errors.flat().flatMap((error) => (error.code === 'invalid_type' ? error.expected : []));
    return [{ ...issue, message: `expected ${[...new Set(expected)].join(' or ')}` }];
  }
  const unknown = best.filter((error) => error.code === 'unrecognized_keys');
  // What else the branch misses would stand under the misspelt name.
  return (unknown.length > 0 ? unknown : best)
    .map((error): Issue => ({ ...error, path: [...issue.path, ...error.path] }))
    .flatMap((error) => meantIssues(error));
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

function nameOf(path: Path, whole: string): string {
  const name = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return name === '' ? whole : shortened(name.replace(/^\./, ''));
}

function shortened(text: string): string {
  const { text: begin, cut } = cutText(text, longest);
  return cut ? `${begin}…` : begin;
}
