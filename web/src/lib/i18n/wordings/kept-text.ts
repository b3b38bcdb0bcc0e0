import { fillTemplate } from '../../../../../src/base/index.ts';
import type { Wordings } from './wordings.ts';

/** A template cut at its slots: what stands before, between and behind the values, and which value goes where. */
interface Pattern {
  readonly template: string;
  readonly literals: readonly string[];
  readonly slots: readonly number[];
}

/** A template with fewer letters of its own says too little to be told by: one of its values has to be a sentence of ours. */
const fewLetters = 10;
/** Sentences within sentences. */
const deepest = 5;

const known = new WeakMap<Wordings, readonly Pattern[]>();

/**
 * A sentence that the server has kept or sent as text alone, such as why a rule failed the last time: the template that it was made
 * of is found again. What is no sentence of ours, such as the answer of another server, stays as it is.
 */
export function keptText(text: string, wordings: Wordings | undefined): string {
  return wordings ? (recognised(text, wordings) ?? text) : text;
}

/** The same; undefined where it is no sentence of ours. */
export function recognised(text: string, wordings: Wordings, depth = deepest): string | undefined {
  const { templates } = wordings;
  if (Object.hasOwn(templates, text)) return templates[text];
  if (depth === 0) return undefined;
  for (const { template, literals, slots } of patternsOf(wordings)) {
    const values = valuesOf(text, literals);
    if (!values) continue;
    const told = values.map((value) => recognised(value, wordings, depth - 1));
    if (!isTelling(literals) && told.every((one) => one === undefined)) continue;
    const params: string[] = [];
    for (const [index, slot] of slots.entries()) params[slot] = told[index] ?? values[index] ?? '';
    return fillTemplate(templates[template] ?? '', params);
  }
  return undefined;
}

/** Those with most of their own come first: they say most surely what a text is. */
function patternsOf(wordings: Wordings): readonly Pattern[] {
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
  known.set(wordings, patterns);
  return patterns;
}

function lettersOf(literals: readonly string[]): number {
  return literals.join('').replaceAll(/[^A-Za-z]/g, '').length;
}

function isTelling(literals: readonly string[]): boolean {
  return lettersOf(literals) >= fewLetters;
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
