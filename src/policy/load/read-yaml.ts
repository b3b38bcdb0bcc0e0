import { type Document, Composer, LineCounter, Parser } from 'yaml';

import { said, type Span, textOf } from '../../base/index.ts';

import type { LoadCode } from '../diagnostic-codes.ts';
import { convertDocument } from './convert.ts';
import { goQuote } from './go-text.ts';
import { checkTokens, maxDepth } from './token-checks.ts';
import type { Duplicate, Value } from './value.ts';

/** Why a file has no value: `message` in the words of kube-apiserver's YAML reader as far as they are known. */
export interface ReadProblem extends Span {
  readonly code: Extract<LoadCode, 'yaml-syntax' | 'policy-too-deep'>;
  readonly message: string;
}

export interface ReadYaml {
  /** Absent with a problem. An empty file is null. */
  readonly value?: Value;
  readonly problem?: ReadProblem;
  /** In the order in which go-yaml comes across them. */
  readonly duplicates: readonly Duplicate[];
  /** How many documents the file holds; the first one is read. */
  readonly documents: number;
  /** Where text begins that stands behind the first node and is not read. */
  readonly unread?: number;
}

/** Reads the first document of a YAML file as go-yaml v2 does on its way to JSON. Bounded in depth and in aliases. */
export function readYaml(text: string): ReadYaml {
  const control = controlCharacter.exec(text);
  if (control) {
    const message = 'yaml: control characters are not allowed';
    return refused({ code: 'yaml-syntax', message, from: control.index, to: control.index + 1 });
  }
  const counter = new LineCounter();
  const parser = new Parser(counter.addNewLine);
  const tokens = [];
  let documents = 0;
  for (const token of parser.parse(text.replaceAll(loneReturn, '\n'))) {
    if (documents > 0 && token.type === 'document') documents += 1;
    if (documents > 1) continue;
    const { tooDeep, tab } = checkTokens(token);
    if (tooDeep) {
      const message = textOf(said`the document is nested too deeply (at most ${maxDepth} levels are read)`);
      return refused({ code: 'policy-too-deep', message, from: 0, to: 0 });
    }
    if (tab !== undefined) {
      const message = yamlMessage('TAB_AS_INDENT', '', counter.linePos(tab).line);
      return refused({ code: 'yaml-syntax', message, from: tab, to: tab + 1 });
    }
    if (token.type === 'document') documents += 1;
    tokens.push(token);
  }
  // Failsafe: every scalar stays text, and go-yaml's own resolution follows below.
  const composer = new Composer({ schema: 'failsafe', version: '1.1', uniqueKeys: false, merge: false });
  const [first] = composer.compose(tokens, true, text.length);
  if (!first) return { value: { kind: 'null', from: 0, to: 0 }, duplicates: [], documents };
  const unread = unreadFrom(first, counter);
  const error = first.errors.find(
    ({ pos: [at], message }) => at < (unread ?? Infinity) && !pedantries.some((words) => message.startsWith(words)),
  );
  if (error) {
    const [from, to] = error.pos;
    const message = yamlMessage(error.code, error.message, counter.linePos(from).line);
    return refused({ code: 'yaml-syntax', message, from, to });
  }
  const converted = convertDocument(first);
  if (!converted.ok) return refused({ code: 'yaml-syntax', message: converted.message, ...converted.at });
  const { value, duplicates } = converted;
  return { value, duplicates, documents, ...(unread === undefined ? {} : { unread }) };
}

function refused(problem: ReadProblem): ReadYaml {
  return { problem, duplicates: [], documents: 1 };
}

/** What libyaml's reader refuses (yaml_parser_update_buffer). */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;
/** A line may end with a return alone in YAML 1.1; the parser below knows newlines only. */
const loneReturn = /\r(?!\n)/g;

/** Errors of the `yaml` package about what libyaml accepts: `[a]# comment`, a quoted text that goes on further left. */
const pedantries = ['Comments must be separated', 'Multi-line double-quoted', 'Multi-line single-quoted'];

/** Where go-yaml stops reading: behind the first node, at a line further left than it. */
function unreadFrom(document: Document.Parsed, counter: LineCounter): number | undefined {
  if (!document.contents) return undefined;
  const [start, end] = document.contents.range;
  const behind = document.errors.find(({ code, pos: [at] }) => code === 'UNEXPECTED_TOKEN' && at >= end);
  if (!behind) return undefined;
  const [at] = behind.pos;
  return counter.linePos(at).col < counter.linePos(start).col ? at : undefined;
}

/** libyaml's words for the errors that the `yaml` package names by code. */
const wording: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  BLOCK_IN_FLOW: 'did not find expected node content',
  MULTILINE_IMPLICIT_KEY: "could not find expected ':'",
  MISSING_CHAR: 'did not find expected key',
  BAD_INDENT: 'did not find expected key',
  TAB_AS_INDENT: 'found character that cannot start any token',
  BAD_SCALAR_START: 'found character that cannot start any token',
  BAD_ALIAS: 'did not find expected alphabetic or numeric character',
  BAD_DQ_ESCAPE: 'found unknown escape character',
  BAD_DIRECTIVE: 'found unknown directive name',
  UNEXPECTED_TOKEN: 'did not find expected <document start>',
  TAG_RESOLVE_FAILED: 'found undefined tag handle',
};

function yamlMessage(code: string, fallback: string, line: number): string {
  // go-yaml leaves out the line where it is the first.
  const where = line === 1 ? '' : `line ${line}: `;
  return `yaml: ${where}${wording[code] ?? fallback.split('\n')[0] ?? code}`;
}

/** Names a duplicate as go-yaml does. */
export function duplicateMessage(duplicate: Duplicate, line: number): string {
  return `line ${line}: key ${goQuote(duplicate.name)} already set in map`;
}
