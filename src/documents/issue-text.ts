import type { z } from 'zod';
import { cutText, messageOf, type Said, said } from '../base/index.ts';

type Issue = z.core.$ZodIssue;

/** Whether the text is one of Zod's: those of our schemas begin with a small letter. */
export function isOfZod({ message }: Issue): boolean {
  return /^(Invalid|Too|Unrecognized) /.test(message);
}

/** What a schema says against a value, taken apart. `whole` is what the schema was given. */
export function issueText(issue: Issue, whole: unknown): Said {
  const value = valueAt(whole, issue.path);
  if (value === undefined) return said`it is missing`;
  if (!isOfZod(issue)) return ownText(issue);
  switch (issue.code) {
    case 'invalid_type':
      return said`expected ${issue.expected}, received ${kindOf(value)}`;
    case 'invalid_value':
      return said`expected ${issue.values.map((one) => JSON.stringify(one)).join(' | ')}`;
    case 'too_big':
      return aboveBound(issue);
    case 'too_small':
      return belowBound(issue);
    case 'invalid_format':
      return formatText(issue);
    case 'not_multiple_of':
      return said`expected a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return said`there is no member ${cutText(issue.keys.map((key) => JSON.stringify(key)).join(', '), 200).text}`;
    case 'invalid_key': {
      const [first] = issue.issues;
      return first ? said`the name of a member: ${issueText(first, '')}` : ownText(issue);
    }
    case 'invalid_union':
    case 'invalid_element':
    case 'custom':
      return said`it is none of what is expected here`;
  }
}

/** Custom issues with values have them beside the message. */
function ownText(issue: Issue): Said {
  const text: unknown = issue.code === 'custom' ? issue.params?.['text'] : undefined;
  return isSaid(text) ? text : messageOf({ message: issue.message });
}

function isSaid(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && 'template' in value && 'params' in value;
}

function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  let at = whole;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return at;
    at = Object.entries(at).find(([name]) => name === String(step))?.[1];
  }
  return at;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function aboveBound({ origin, maximum, inclusive }: Extract<Issue, { code: 'too_big' }>): Said {
  const most = String(maximum);
  if (origin === 'string') return said`it is longer than ${most} characters`;
  if (isOfItems(origin)) return said`it has more than ${most} items`;
  return inclusive === false ? said`expected less than ${most}` : said`it is more than ${most}`;
}

function belowBound({ origin, minimum, inclusive }: Extract<Issue, { code: 'too_small' }>): Said {
  const least = String(minimum);
  const isOfText = origin === 'string';
  if ((isOfText || isOfItems(origin)) && least === '1') return said`it is empty`;
  if (isOfText) return said`it is shorter than ${least} characters`;
  if (isOfItems(origin)) return said`it has fewer than ${least} items`;
  return inclusive === false ? said`expected more than ${least}` : said`it is less than ${least}`;
}

function isOfItems(origin: string): boolean {
  return origin === 'array' || origin === 'set' || origin === 'map' || origin === 'object';
}

/** What is expected of a text in formats that our schemas use. */
const formats: Readonly<Record<string, Said>> = {
  url: said`expected a URL`,
  email: said`expected an e-mail address`,
  datetime: said`expected a time such as 2026-01-31T08:30:00Z`,
};

function formatText({ format, pattern = '' }: Extract<Issue, { code: 'invalid_format' }>): Said {
  if (format === 'regex') return said`expected what matches ${pattern}`;
  return formats[format] ?? said`expected text of the format ${format}`;
}
