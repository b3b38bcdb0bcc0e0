import type { z } from 'zod';
import { cutText, type Diagnostic, nearest, type Said, said } from '../base/index.ts';
import type { YamlDocument } from './document.ts';
import { issueText } from './issue-text.ts';
import { meantIssues } from './meant-issues.ts';
import { memberNames } from './member-names.ts';
import { fileProblem, type Path } from './position.ts';

export interface Shape {
  readonly schema: z.ZodType;
  readonly document: YamlDocument;
  /** Where in the document stands what the schema is about. */
  readonly above?: Path;
  /** What the document is called: said`the dashboard`. */
  readonly whole: Said;
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
    .flatMap(meantIssues)
    .slice(0, mostIssues)
    .flatMap((issue) => problemsOf(issue, shape));
}

function problemsOf(issue: Issue, { schema, document, above = [], whole, code }: Shape): readonly Diagnostic[] {
  const within = issue.path.filter((step) => typeof step !== 'symbol');
  const path = [...above, ...within];
  if (issue.code !== 'unrecognized_keys')
    return [
      fileProblem(
        code,
        said`${nameOf(path, whole)}: ${issueText({ ...issue, path }, document.value)}`,
        document.place(path),
      ),
    ];
  const known = memberNames(schema, within);
  return issue.keys.slice(0, mostIssues).map((key) => {
    const meant = nearest(key, known);
    const hint = meant === null ? said`it can have: ${known.join(', ')}` : said`did you mean ${meant}?`;
    const message = said`${nameOf(path, whole)}: there is no member "${shortened(key)}"`;
    return fileProblem(code, message, document.placeOfKey(path, key), known.length > 0 ? hint : undefined);
  });
}

function nameOf(path: Path, whole: Said): string | Said {
  const name = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return name === '' ? whole : shortened(name.replace(/^\./, ''));
}

function shortened(text: string): string {
  const { text: begin, cut } = cutText(text, longest);
  return cut ? `${begin}…` : begin;
}
