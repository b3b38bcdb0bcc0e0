import { type Document, isMap, LineCounter, parseAllDocuments, stringify } from 'yaml';
import type { Diagnostic } from '../../../../../src/base/index.ts';
import type { Destination } from '../../../api/destinations.ts';

/** What a new destination begins with. */
export const newDestinationFile = 'kind: Destination\nname: siem\ntype: webhook\n';

/** As people write it: lists in brackets without blanks. */
const written = { lineWidth: 0, flowCollectionPadding: false } as const;

/** The members of a file of one destination. */
export type Members = Readonly<Record<string, unknown>>;

/** A destination as its file; what is secret of it is not there, and stays as it is. */
export function fileOf(destination: Destination): string {
  const { name, type, filter, clusters, shape, bodies, redact, holdBackDays, settings } = destination;
  return stringify(
    {
      kind: 'Destination',
      name,
      type,
      ...(filter === '' ? {} : { filter }),
      ...(clusters === null ? {} : { clusters }),
      shape,
      ...(bodies.length === 0 ? {} : { bodies }),
      ...(redact.length === 0 ? {} : { redact }),
      ...(holdBackDays === 0 ? {} : { holdBackDays }),
      ...settings,
    },
    written,
  );
}

/** The members of a file; undefined where it is no YAML of one destination. */
export function membersOf(text: string): Members | undefined {
  const document = readOne(text);
  if (!document) return undefined;
  const value = valueOf(document);
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

/** The file with a member changed, or without it. Comments, order and everything else of it stay. */
export function withMember(text: string, name: string, value: unknown): string {
  const document = readOne(text);
  if (!document || valueOf(document) === undefined) return text;
  if (value === undefined) document.delete(name);
  else document.set(name, document.createNode(value));
  return document.toString(written);
}

/** What is said of each member: by the name that a message begins with, else by the line where it stands. */
export function problemsByMember(
  text: string,
  diagnostics: readonly Diagnostic[],
  names: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const lines = linesOfMembers(text);
  const problems = new Map<string, string>();
  for (const { severity, message, line = 0 } of diagnostics) {
    if (severity === 'info') continue;
    const [, first = ''] = /^(\w+)\b/.exec(message) ?? [];
    const name = names.has(first) ? first : lines.findLast((member) => member.line <= line)?.name;
    if (name !== undefined && !problems.has(name)) problems.set(name, message);
  }
  return problems;
}

/** Where each member begins. */
function linesOfMembers(text: string): readonly { readonly name: string; readonly line: number }[] {
  const counter = new LineCounter();
  const document = readOne(text, counter);
  if (!document || !isMap(document.contents)) return [];
  return document.contents.items.flatMap(({ key }) => {
    if (typeof key !== 'object' || key === null || !('value' in key) || !('range' in key)) return [];
    const [offset] = Array.isArray(key.range) ? key.range : [];
    return typeof offset === 'number' ? [{ name: String(key.value), line: counter.linePos(offset).line }] : [];
  });
}

function readOne(text: string, lineCounter?: LineCounter): Document.Parsed | undefined {
  const [document, ...others] = parseAllDocuments(text, lineCounter ? { lineCounter } : {});
  if (!document || others.length > 0 || document.errors.length > 0 || !isMap(document.contents)) return undefined;
  return document;
}

/** Undefined where aliases stand for nothing or for too much. */
function valueOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}
