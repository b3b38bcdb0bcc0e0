import { type ColumnName, type EventRow } from '../../audit/index.ts';
import { delimiterRun, foldCase } from './words.ts';

/** A JSON value that keeps how its numbers are written. */
export type JsonValue =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** A number as a JSON text has it. */
export class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** A text in which words and phrases are looked for, decoded. What is asked of it is computed once. */
export class SearchableText {
  private readonly text: string;
  private foldedText: string | undefined;
  private wordSet: ReadonlySet<string> | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The text, case folded. */
  get folded(): string {
    this.foldedText ??= foldCase(this.text);
    return this.foldedText;
  }

  /** Its words, case folded. */
  get words(): ReadonlySet<string> {
    this.wordSet ??= new Set(this.folded.split(delimiterRun));
    return this.wordSet;
  }
}

/**
 * One event as matchers look at it: its columns as text, decoded and cut into words when first asked for, so that many matchers cost
 * one event little more than one. It reads the row, and is valid as long as that holds the event.
 */
export class SearchedEvent {
  readonly row: EventRow;
  readonly clusterId: string;
  private readonly columns = new Map<ColumnName, string>();
  private readonly texts = new Map<ColumnName, SearchableText>();
  private readonly documents = new Map<ColumnName, JsonValue | undefined>();

  constructor(row: EventRow, clusterId: string) {
    this.row = row;
    this.clusterId = clusterId;
  }

  /** A column's text as it is stored; the empty text where it is absent. */
  column(name: ColumnName): string {
    let text = this.columns.get(name);
    if (text === undefined) {
      text = this.row.text(name);
      this.columns.set(name, text);
    }
    return text;
  }

  /** A column's text for words and phrases: of JSON with its escapes decoded, for quotes separate words wherever they stand. */
  text(name: ColumnName, isJson: boolean): SearchableText {
    let text = this.texts.get(name);
    if (text === undefined) {
      const stored = this.column(name);
      text = new SearchableText(isJson ? decodeEscapes(stored) : stored);
      this.texts.set(name, text);
    }
    return text;
  }

  /** A JSON column's value; undefined where it is absent. */
  document(name: ColumnName): JsonValue | undefined {
    if (!this.documents.has(name)) {
      const text = this.column(name);
      this.documents.set(name, text === '' ? undefined : parseJson(text));
    }
    return this.documents.get(name);
  }
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Puts the characters in the place of JSON's escapes; the quotes around strings stay. */
function decodeEscapes(json: string): string {
  if (!json.includes('\\')) return json;
  return json
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, character: string) =>
      code === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
    )
    .toWellFormed();
}

/** Reads canonical JSON text, which the columns hold. */
function parseJson(text: string): JsonValue {
  return JSON.parse(text, (_name, value: unknown, context?: { readonly source?: string }) => {
    if (typeof value === 'number') return new JsonNumber(context?.source ?? String(value));
    return typeof value === 'string' ? value.toWellFormed() : value;
  }) as JsonValue;
}
