import { type Document, isMap, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { Duration, severities } from '../../../../../src/rules/index.ts';

/** A rule of one query, as far as a form shows it. Anything else that its file has stays as it is. */
export interface RuleFields {
  readonly name: string;
  readonly displayName: string;
  readonly query: string;
  /** As events come in, every so often, or as the file says it otherwise. */
  readonly timing: 'immediate' | { readonly every: string } | 'other';
  /** Left out: what was received since the last evaluation. */
  readonly window: string | undefined;
  /** From how many rows on it fires; `other`: the file says it otherwise. */
  readonly atLeast: number | 'other';
  readonly severity: (typeof severities)[number];
  readonly channels: readonly string[];
  readonly policy: string | undefined;
  readonly title: string;
  readonly desc: string;
}

const Text = z.union([z.string(), z.record(z.string(), z.string())]).default('');
const Form = z.looseObject({
  kind: z.literal('AlertRule'),
  name: z.string().default(''),
  displayName: Text,
  query: z.string().default(''),
  immediate: z.boolean().default(false),
  schedule: z.looseObject({ every: Duration.optional() }).optional(),
  window: z.string().optional(),
  countCondition: z.string().optional(),
  severity: z.enum(severities).default('medium'),
  channels: z.array(z.string()).default([]),
  policy: z.string().optional(),
  annotations: z.looseObject({ title: Text, desc: Text }).default({ title: '', desc: '' }),
});

/** What only the file can say: other members that decide when it fires. */
const beyond = ['queries', 'combine', 'severities'];

/** The fields of a rule's file in a language; undefined where it is no rule of one query, or cannot be read. */
export function readRuleFields(text: string, language: string): RuleFields | undefined {
  const found = readForm(text);
  if (!found) return undefined;
  const { name, query, immediate, schedule, window, countCondition, severity, channels, policy } = found.form;
  const { displayName, annotations } = found.form;
  const every = schedule?.every;
  return {
    name,
    displayName: textIn(displayName, language),
    query,
    timing: immediate ? 'immediate' : every === undefined ? 'other' : { every },
    window,
    atLeast: atLeastOf(countCondition),
    severity,
    channels,
    policy,
    title: textIn(annotations.title, language),
    desc: textIn(annotations.desc, language),
  };
}

/** The file with some fields changed. Comments, order and everything else of it stay. */
export function withRuleFields(text: string, change: Partial<RuleFields>, language: string): string {
  const found = readForm(text);
  if (!found) return text;
  const { document, form } = found;
  const put = (path: readonly string[], value: unknown): void => {
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(value));
  };
  const putText = (path: readonly string[], before: z.output<typeof Text>, value: string | undefined): void => {
    if (value === undefined) return;
    put(typeof before === 'string' ? path : [...path, keyIn(before, language)], value);
  };
  if (change.name !== undefined) put(['name'], change.name);
  putText(['displayName'], form.displayName, change.displayName);
  if (change.query !== undefined) put(['query'], change.query);
  if (change.timing !== undefined && change.timing !== 'other') {
    const isImmediate = change.timing === 'immediate';
    put(['immediate'], isImmediate ? true : undefined);
    put(['schedule'], change.timing === 'immediate' ? undefined : { every: change.timing.every });
    // An immediate rule looks at each event as it comes: it has no window, and counts nothing.
    if (isImmediate) for (const member of ['window', 'countCondition', 'threshold']) put([member], undefined);
  }
  if ('window' in change) put(['window'], change.window);
  if (change.atLeast !== undefined && change.atLeast !== 'other')
    put(['countCondition'], change.atLeast > 1 ? `__count__ >= ${change.atLeast}` : undefined);
  if (change.severity !== undefined) put(['severity'], change.severity);
  if (change.channels !== undefined) put(['channels'], change.channels);
  if ('policy' in change) put(['policy'], change.policy);
  putText(['annotations', 'title'], form.annotations.title, change.title);
  putText(['annotations', 'desc'], form.annotations.desc, change.desc);
  return document.toString({ lineWidth: 0 });
}

interface Found {
  readonly document: Document.Parsed;
  readonly form: z.output<typeof Form>;
}

function readForm(text: string): Found | undefined {
  const [document, ...others] = parseAllDocuments(text);
  if (!document || others.length > 0 || document.errors.length > 0 || !isMap(document.contents)) return undefined;
  if (beyond.some((member) => document.has(member))) return undefined;
  const form = Form.safeParse(valueOf(document));
  return form.success ? { document, form: form.data } : undefined;
}

/** Undefined where aliases stand for nothing or for too much. */
function valueOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

/** The language of a text that is shown to readers of one. */
function keyIn(text: Readonly<Record<string, string>>, language: string): string {
  const [base = language] = language.split('-');
  return [language, base, 'en'].find((tag) => Object.hasOwn(text, tag)) ?? Object.keys(text)[0] ?? language;
}

function textIn(text: z.output<typeof Text>, language: string): string {
  return typeof text === 'string' ? text : (text[keyIn(text, language)] ?? '');
}

function atLeastOf(countCondition: string | undefined): RuleFields['atLeast'] {
  if (countCondition === undefined) return 1;
  const [, least] = /^\s*__count__\s*>=\s*(\d{1,9})\s*$/.exec(countCondition) ?? [];
  return least === undefined ? 'other' : Number(least);
}
