import { fillTemplate } from '../../../../../src/base/index.ts';
import type { Wordings } from './wordings.ts';

/** A template cut at its slots: what stands before, between and behind the values, and which value goes where. */
interface Pattern {
  readonly template: string;
  readonly literals: readonly string[];
  readonly slots: readonly number[];
}

/** A template with fewer letters of its own, or a single word, says too little to be told by: what it stands around has to be a sentence of ours. */
const fewLetters = 9;
/** Sentences within sentences. */
const deepest = 5;
/** What is longer, or begins like a document, is the answer of another server. */
const longest = 2000;
const document = /^\s*(?:\{\s*"|\[|<)/;

/** A text in the language; whether it can be nobody else's. */
interface Found {
  readonly text: string;
  readonly isSure: boolean;
}

const known = new WeakMap<
  Wordings,
  { readonly patterns: readonly Pattern[]; readonly texts: Map<string, string | undefined> }
>();
/** Of texts that are remembered, of which a page shows the same again and again. */
const mostTexts = 1000;

/**
 * A sentence that the server has kept or sent as text alone, such as why a rule failed the last time: the template that it was made
 * of is found again. What is no sentence of ours, such as the answer of another server, stays as it is.
 */
export function keptText(text: string, wordings: Wordings | undefined): string {
  return wordings ? (recognised(text, wordings) ?? text) : text;
}

/** The same; undefined where it is no sentence of ours. */
export function recognised(text: string, wordings: Wordings): string | undefined {
  if (text.length > longest || document.test(text)) return undefined;
  const { texts } = knownOf(wordings);
  if (texts.has(text)) return texts.get(text);
  const found = find(text, wordings, deepest);
  if (texts.size >= mostTexts) texts.clear();
  const sure = found?.isSure === true ? found.text : undefined;
  texts.set(text, sure);
  return sure;
}

function find(text: string, wordings: Wordings, depth: number): Found | undefined {
  const { templates } = wordings;
  const whole = Object.hasOwn(templates, text) ? templates[text] : undefined;
  if (whole !== undefined) return { text: whole, isSure: isTelling([text]) };
  if (depth === 0) return undefined;
  for (const { template, literals, slots } of knownOf(wordings).patterns) {
    const values = valuesOf(text, literals);
    if (!values) continue;
    const told = values.map((value, index) =>
      isQuoted(literals, index) ? undefined : find(value, wordings, depth - 1),
    );
    if (!isTelling(literals) && !told.some((one) => one?.isSure)) continue;
    const params: string[] = [];
    for (const [index, slot] of slots.entries()) params[slot] = told[index]?.text ?? values[index] ?? '';
    return { text: fillTemplate(templates[template] ?? '', params), isSure: true };
  }
  return undefined;
}

/** What stands in quotes is somebody's name. */
function isQuoted(literals: readonly string[], slot: number): boolean {
  const [before = '', behind = ''] = literals.slice(slot);
  return before.endsWith('"') && behind.startsWith('"');
}

/** Its patterns; those with most of their own come first: they say most surely what a text is. */
function knownOf(wordings: Wordings) {
  const before = known.get(wordings);
  if (before) return before;
  const patterns = Object.keys(wordings.templates)
    .map((template) => ({
      template,
      literals: template.split(/\{\d\}/),
      slots: [...template.matchAll(/\{(\d)\}/g)].map(([, slot]) => Number(slot)),
    }))
    .filter(({ slots }) => slots.length > 0)
    .toSorted((left, right) => lettersOf(right.literals) - lettersOf(left.literals));
  const made = { patterns, texts: new Map<string, string | undefined>() };
  known.set(wordings, made);
  return made;
}

function lettersOf(literals: readonly string[]): number {
  return literals.join('').replaceAll(/[^A-Za-z]/g, '').length;
}

function isTelling(literals: readonly string[]): boolean {
  return lettersOf(literals) >= fewLetters && !/^[A-Za-z]*$/.test(literals.join(' ').trim());
}

/** What stands between the literals, where the text has them all, in order. */
function valuesOf(text: string, [begin = '', ...others]: readonly string[]): readonly string[] | undefined {
  if (!text.startsWith(begin)) return undefined;
  const values: string[] = [];
  let at = begin.length;
  for (const [index, literal] of others.entries()) {
    const isLast = index === others.length - 1;
    const next = isLast ? text.length - literal.length : text.indexOf(literal, at);
    if (next < at || !text.startsWith(literal, next)) return undefined;
    values.push(text.slice(at, next));
    at = next + literal.length;
  }
  return values;
}
