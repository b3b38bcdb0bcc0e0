import { isBlank, isNumber, operators } from './lexical.ts';
import { type Scanned, Scanner } from './scanner.ts';

/** What a stretch of a search is. A `field` is what stands before `:`, a comparison or a range. */
export type SearchTokenKind = 'field' | 'keyword' | 'operator' | 'string' | 'word' | 'number' | 'punctuation';

/** A stretch of a search, half open, in UTF-16 offsets. Stretches come in order and do not overlap; blanks lie between. */
export interface SearchToken {
  readonly kind: SearchTokenKind;
  readonly from: number;
  readonly to: number;
}

/** Tells the parts of a search apart, also of one that is wrong or not finished: for highlighting and completion. */
export function searchTokens(text: string): readonly SearchToken[] {
  const scanner = new Scanner(text);
  const tokens: SearchToken[] = [];
  const push = (kind: SearchTokenKind, from: number, to: number): void => {
    tokens.push({ kind, from, to });
  };
  for (let next = scanner.peek(); next !== undefined; next = scanner.peek()) {
    const from = scanner.at;
    if (next === '(' || next === ')' || next === '|') {
      scanner.at++;
      push('punctuation', from, scanner.at);
    } else if (/[:<>=]/.test(next)) {
      const length = /^(?:[<>=]=|.)/s.exec(text.slice(from, from + 2))?.[0].length ?? 1;
      scanner.at += length;
      push('operator', from, scanner.at);
      pushValue(scanner, push);
    } else pushWord(scanner, push);
  }
  return tokens;
}

type Push = (kind: SearchTokenKind, from: number, to: number) => void;

function pushWord(scanner: Scanner, push: Push): void {
  const { text } = scanner;
  const from = scanner.at;
  const isPhrase = text.startsWith('#"', from);
  if (isPhrase) scanner.at++;
  const isQuoted = text[scanner.at] === '"';
  const word: Scanned = isQuoted ? scanner.quoted() : scanner.keyWord();
  const to = scanner.at;
  const next = scanner.peek();
  scanner.at = to;
  if (!isQuoted && isKeyword(word.text)) {
    push('keyword', from, to);
    if (word.text === 'in') pushRange(scanner, push);
  } else if (!isPhrase && ((next !== undefined && /[:<>=]/.test(next)) || followsRange(text, to)))
    push('field', from, to);
  else push(isQuoted ? 'string' : 'word', from, to);
}

function pushValue(scanner: Scanner, push: Push): void {
  const next = scanner.peek();
  if (next === undefined || next === '(' || next === ')' || next === '|') return;
  const from = scanner.at;
  const isPhrase = scanner.text.startsWith('#"', from);
  if (isPhrase || next === '"') {
    if (isPhrase) scanner.at++;
    scanner.quoted();
    push('string', from, scanner.at);
    return;
  }
  const { text } = scanner.valueWord();
  push(isNumber(text) ? 'number' : 'word', from, scanner.at);
}

/** The numbers and brackets behind `in`. */
function pushRange(scanner: Scanner, push: Push): void {
  const range = /^\s*([[(])([^\])]*)([\])]?)/.exec(scanner.text.slice(scanner.at));
  if (range === null) return;
  const [whole, , inside = '', close = ''] = range;
  const open = scanner.at + whole.length - close.length - inside.length - 1;
  push('punctuation', open, open + 1);
  for (const number of inside.matchAll(/\S+/g)) {
    const from = open + 1 + number.index;
    push(isNumber(number[0]) ? 'number' : 'word', from, from + number[0].length);
  }
  scanner.at += whole.length;
  if (close !== '') push('punctuation', scanner.at - 1, scanner.at);
}

function isKeyword(word: string): boolean {
  return word === 'in' || (word.toLowerCase() !== 'in' && operators.has(word.toLowerCase()));
}

function followsRange(text: string, at: number): boolean {
  return isBlank(text[at]) && /^\s+in\s*[[(]/.test(text.slice(at, at + 64));
}
