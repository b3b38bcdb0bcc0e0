import { type Diagnostic, fail, ok, type Result, type Span, said } from '../base/index.ts';
import { problem } from './problem.ts';
import { type ReplacedText, replacePieces } from './replaced-text.ts';

/** `${{name|default}}` in a statement. The first `}}` ends it, so a default may hold `|`, but not `}}`. */
export interface Placeholder extends Span {
  readonly name: string;
  /** As its author wrote it, without the blanks around it. */
  readonly fallback: string | undefined;
}

/** A value of a placeholder. */
export interface BoundValue {
  readonly name: string;
  readonly text: string;
  /** It is the default, so the author wrote it: in an unquoted word of a search its wildcards are wildcards. */
  readonly isFallback: boolean;
  /** The default is a number: standing alone in SQL the value is one too. */
  readonly isNumeric: boolean;
}

/** More than anybody writes. Each is looked for in the text, and told of in all of it where it is wrong. */
const maxPlaceholders = 200;

/** The placeholders of a statement, in order. */
export function findPlaceholders(statement: string): Result<readonly Placeholder[]> {
  const found: Placeholder[] = [];
  const problems: Diagnostic[] = [];
  for (let from = statement.indexOf('${{'); from >= 0; from = statement.indexOf('${{', from)) {
    const end = statement.indexOf('}}', from + 3);
    const to = end < 0 ? from + 3 : end + 2;
    const inside = end < 0 ? '' : statement.slice(from + 3, end);
    const bar = inside.indexOf('|');
    const name = (bar < 0 ? inside : inside.slice(0, bar)).trim();
    if (name === '') {
      const what = end < 0 ? said`this placeholder is never closed` : said`this placeholder has no name`;
      problems.push(problem('malformed-placeholder', { from, to }, what, said`write \${{name|default}}`));
    }
    found.push({ name, fallback: bar < 0 ? undefined : inside.slice(bar + 1).trim(), from, to });
    if (found.length > maxPlaceholders) {
      const message = said`a statement has at most ${maxPlaceholders} placeholders`;
      return fail(problem('too-many-placeholders', { from, to }, message));
    }
    from = to;
  }
  return problems.length > 0 ? fail(...problems) : ok(found);
}

/** Finds the value of each placeholder: the one given for its name, else its default. */
export function valuesOf(
  placeholders: readonly Placeholder[],
  given: Readonly<Record<string, string>>,
): Result<readonly BoundValue[]> {
  const missing = placeholders.filter(({ name, fallback }) => !Object.hasOwn(given, name) && fallback === undefined);
  if (missing.length > 0) {
    return fail(
      ...missing.map((placeholder) => {
        const { name } = placeholder;
        const hint = said`write \${{${name}|default}}, or give a value`;
        return problem('variable-without-value', placeholder, said`the variable "${name}" has no value`, hint);
      }),
    );
  }
  return ok(
    placeholders.map(({ name, fallback }) => {
      const text = (Object.hasOwn(given, name) ? given[name] : fallback) ?? '';
      return { name, text, isFallback: text === fallback, isNumeric: fallback !== undefined && isNumber(fallback) };
    }),
  );
}

const number = /^-?\d{1,18}(?:\.\d{1,18})?$/;

/** Says whether a text is a number as both searches and SQL take it. */
export function isNumber(text: string): boolean {
  return number.test(text);
}

/** A statement with a mark in place of each placeholder. */
export interface MarkedStatement extends ReplacedText {
  /** The index of the placeholder whose mark a text is. */
  indexOf(text: string): number | undefined;
  has(text: string): boolean;
  /** Puts something into the place of each mark. */
  replace(text: string, put: (index: number) => string): string;
}

const headDigits = 8;
const indexDigits = 6;

/**
 * Puts marks into the place of placeholders. A mark is a number, so that it can stand wherever a value can, also where a number has to. It
 * begins with a sequence that the statement does not hold, and its only 9 is its first digit, so no mark begins within another.
 */
export function markPlaceholders(statement: string, placeholders: readonly Placeholder[]): MarkedStatement {
  const nines = (value: number, digits: number): string => value.toString(9).padStart(digits, '0');
  let seed = 0;
  while (statement.includes(`9${nines(seed, headDigits)}`)) seed++;
  const head = `9${nines(seed, headDigits)}`;
  const mark = new RegExp(`${head}([0-8]{${indexDigits}})`, 'g');
  const replaced = replacePieces(
    statement,
    placeholders.map(({ from, to }, index) => ({ from, to, text: `${head}${nines(index, indexDigits)}` })),
  );
  return {
    ...replaced,
    indexOf: (text) =>
      text.length === head.length + indexDigits && text.startsWith(head)
        ? indexOfMark(text.slice(head.length))
        : undefined,
    has: (text) => text.includes(head),
    replace: (text, put) => text.replaceAll(mark, (_, index: string) => put(indexOfMark(index))),
  };
}

function indexOfMark(digits: string): number {
  return Number.parseInt(digits, 9);
}
