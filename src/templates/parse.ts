import { fail, ok, type Result, type Span, said } from '../base/index.ts';
import type { Block, Expression, Template } from './ast.ts';
import { maxDepth, maxTextLength } from './limits.ts';
import { parsePaths } from './old-syntax.ts';
import { ExpressionParser } from './parse-expression.ts';
import { diagnosticOf, TemplateProblem } from './problem.ts';
import { cut, type Piece } from './tokens.ts';

/** Whether a text has marks of the new syntax. */
export function hasMarks(text: string): boolean {
  return /\{[{%#]/.test(text);
}

/**
 * Reads a template: `{{ alert.labels.env | upper }}`, `{% if … %}`, `{% for … %}`, `{% raw %}`, `{# … #}`. One without any of these marks may
 * have `${labels.env}` instead.
 */
export function parseTemplate(text: string): Result<Template> {
  try {
    if (text.length > maxTextLength) {
      const message = said`a template has at most ${maxTextLength} characters, not ${text.length}`;
      throw new TemplateProblem('template-too-long', { from: 0, to: text.length }, message);
    }
    if (!hasMarks(text)) return ok({ text, blocks: parsePaths(text) });
    return ok({ text, blocks: new BlockParser(cut(text)).whole() });
  } catch (error) {
    return fail(diagnosticOf(error, text));
  }
}

type Tag = Piece & { readonly kind: 'tag' };

/** Reads pieces into blocks that hold each other. */
class BlockParser {
  readonly #pieces: readonly Piece[];
  #at = 0;
  #depth = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  whole(): readonly Block[] {
    const blocks = this.#blocks();
    const tag = this.#pieces[this.#at];
    if (tag?.kind === 'tag')
      throw new TemplateProblem('template-syntax', tag, said`nothing is open that "${wordOf(tag)}" belongs to`);
    return blocks;
  }

  /** Up to a tag that continues or ends what is open, or the end. */
  #blocks(): readonly Block[] {
    const blocks: Block[] = [];
    for (let piece = this.#pieces[this.#at]; piece; piece = this.#pieces[this.#at]) {
      if (piece.kind === 'text') blocks.push({ kind: 'text', text: piece.text });
      else if (piece.kind === 'output') {
        const value = new ExpressionParser(piece.tokens, endOf(piece)).whole();
        blocks.push({ kind: 'output', value, from: piece.from, to: piece.to });
      } else if (enders.has(wordOf(piece))) return blocks;
      else {
        blocks.push(this.#tag(piece));
        continue;
      }
      this.#at++;
    }
    return blocks;
  }

  #tag(tag: Tag): Block {
    if (++this.#depth > maxDepth)
      throw new TemplateProblem('template-too-deep', tag, said`blocks nest more than ${maxDepth} deep`);
    const word = wordOf(tag);
    if (word !== 'if' && word !== 'for')
      throw new TemplateProblem('template-syntax', tag, said`there is no tag "${word}": expected if, for or raw`);
    const block = word === 'if' ? this.#if(tag) : this.#for(tag);
    this.#depth--;
    return block;
  }

  #if(tag: Tag): Block {
    const cases = [{ test: testOf(tag, 'if'), body: this.#body() }];
    for (let next = this.#take(tag, 'endif', ['elif', 'else']); ; next = this.#take(tag, 'endif', ['elif', 'else'])) {
      const word = wordOf(next);
      if (word === 'endif') return { kind: 'if', cases, otherwise: [] };
      if (word === 'elif') {
        cases.push({ test: testOf(next, 'elif'), body: this.#blocks() });
        continue;
      }
      const otherwise = this.#blocks();
      this.#take(tag, 'endif', []);
      return { kind: 'if', cases, otherwise };
    }
  }

  #for(tag: Tag): Block {
    const parser = new ExpressionParser(tag.tokens, endOf(tag));
    parser.expectWord('for');
    const names = [parser.takeName()];
    while (parser.takeSymbol(',')) names.push(parser.takeName());
    parser.expectWord('in');
    const over = parser.whole();
    const body = this.#body();
    const next = this.#take(tag, 'endfor', ['else']);
    const otherwise = wordOf(next) === 'else' ? this.#blocks() : [];
    if (wordOf(next) === 'else') this.#take(tag, 'endfor', []);
    return { kind: 'for', names, over, body, otherwise, from: tag.from, to: tag.to };
  }

  #body(): readonly Block[] {
    this.#at++;
    return this.#blocks();
  }

  /** The tag that ends or continues what `opened`. */
  #take(opened: Tag, end: string, others: readonly string[]): Tag {
    const piece = this.#pieces[this.#at];
    if (piece?.kind !== 'tag') throw new TemplateProblem('template-syntax', opened, said`there is no {% ${end} %}`);
    const word = wordOf(piece);
    if (word !== end && !others.includes(word))
      throw new TemplateProblem('template-syntax', piece, said`{% ${end} %} is expected here`);
    this.#at++;
    if (word !== 'elif' && piece.tokens.length > 1)
      throw new TemplateProblem('template-syntax', piece, said`nothing belongs behind "${word}"`);
    return piece;
  }
}

const enders: ReadonlySet<string> = new Set(['elif', 'else', 'endif', 'endfor']);

function wordOf(tag: Piece): string {
  const first = tag.kind === 'tag' ? tag.tokens[0] : undefined;
  return first?.kind === 'name' ? first.text : '';
}

function endOf({ to }: Span): Span {
  return { from: to - 2, to };
}

function testOf(tag: Tag, word: string): Expression {
  const parser = new ExpressionParser(tag.tokens, endOf(tag));
  parser.expectWord(word);
  return parser.whole();
}
