import { type CST, Lexer, type LineCounter, Parser } from 'yaml';
import { type Diagnostic, fail, ok, type Result, type Said, said } from '../base/index.ts';
import { fileProblem, start } from './position.ts';

/** What the faults of a file are called: those of its reader. */
export interface DocumentCodes {
  readonly syntax: string;
  readonly tooDeep: string;
  readonly tooLarge: string;
}

export interface DocumentLimits {
  /** Of the text. */
  readonly bytes: number;
  /** Names, values, punctuation and line breaks: each takes a while. */
  readonly lexemes: number;
  /** Of one map: the composer compares each name with all before it. */
  readonly members: number;
}

/** Deeper ones would overflow the composer's stack. */
const maxDepth = 40;

/** The tokens of a text, with its lines counted. Bounded in size, depth, and the members of a map. */
export function tokensOf(
  text: string,
  counter: LineCounter,
  { codes, limits }: { readonly codes: DocumentCodes; readonly limits: DocumentLimits },
): Result<readonly CST.Token[]> {
  const { bytes, lexemes, members } = limits;
  if (text.length > bytes || new TextEncoder().encode(text).length > bytes)
    return fail(about(codes.tooLarge, said`the file is larger than ${bytes} bytes`));
  const parser = new Parser(counter.addNewLine);
  const tokens: CST.Token[] = [];
  let count = 0;
  counter.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    count++;
    if (count > lexemes)
      return fail(about(codes.tooLarge, said`the file holds too much (more than ${lexemes} names, values and signs)`));
    tokens.push(...parser.next(lexeme));
  }
  tokens.push(...parser.end());
  for (const token of tokens) {
    const excess = excessOf(token, members);
    if (excess === 'depth')
      return fail(about(codes.tooDeep, said`the file is nested too deeply (at most ${maxDepth} levels are read)`));
    if (excess === 'members')
      return fail(about(codes.tooLarge, said`the file has a map of more than ${members} members`));
  }
  return ok(tokens);
}

function about(code: string, message: Said): Diagnostic {
  return fileProblem(code, message, start);
}

/** What of a token is more than is read. */
function excessOf(root: CST.Token, members: number): 'depth' | 'members' | undefined {
  const open = [{ token: root, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.depth > maxDepth) return 'depth';
    if (isMapToken(next.token) && next.token.items.length > members) return 'members';
    const depth = next.depth + 1;
    const inner =
      next.token.type === 'document'
        ? [next.token.value]
        : 'items' in next.token
          ? next.token.items.flatMap(({ key, value }) => [key, value])
          : [];
    for (const token of inner) if (token) open.push({ token, depth });
  }
  return undefined;
}

function isMapToken(token: CST.Token): token is CST.BlockMap | CST.FlowCollection {
  return token.type === 'block-map' || (token.type === 'flow-collection' && token.start.source === '{');
}
