import type { z } from 'zod';
import { type Diagnostic, nearest, said, type Said } from '../base/index.ts';
import { fileProblem, readDocuments, type ReadOptions, shapeProblems, type YamlDocument } from '../documents/index.ts';
import { type SecretMember, secretSchema } from './secret-member.ts';

/** What a type of document is told: each type has members of its own, some of them secret. */
export interface TypedMembers {
  /** As files have it: `dingtalk`. */
  readonly type: string;
  /** What a document of this type is told besides its head and its secrets. */
  readonly settings: z.ZodType;
  readonly secrets: readonly SecretMember[];
}

/** What all documents of a kind are told, whatever their type. */
export interface DocumentHead {
  readonly kind: string;
  readonly name: string;
  readonly type: string;
}

/** A kind of document whose type says which members it has, such as `Channel`. */
export interface TypedKind<Head extends DocumentHead, Type extends TypedMembers> {
  readonly kind: Head['kind'];
  /** For people: said`channel`. */
  readonly word: Said;
  readonly head: z.ZodType<Head>;
  readonly types: readonly Type[];
  readonly codes: {
    readonly syntax: string;
    readonly tooDeep: string;
    readonly tooLarge: string;
    readonly invalid: string;
    readonly duplicate: string;
    readonly missingSecret: string;
    readonly none: string;
    readonly unknownType: string;
  };
}

/** A document as a file has it, held to the form of its type. */
export interface TypedDocument<Head extends DocumentHead, Type extends TypedMembers> {
  readonly head: Head;
  readonly type: Type;
  /** Parsed: what is left out has its default. */
  readonly settings: unknown;
  /** Those that are given, as they are sealed: what is no text as JSON. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Says at its place that a secret is missing; `isKept`: what is kept is for where it went before. */
  readonly missing: (member: string, isKept: boolean) => Diagnostic;
  /** Says something else at the place of a member. */
  readonly problem: (code: string, message: Said, path: readonly string[], hint?: Said) => Diagnostic;
}

export interface TypedDocuments<Head extends DocumentHead, Type extends TypedMembers> {
  /** Those without an error. Whoever applies a file applies all of it or nothing: see `isAccepted` of the diagnostics. */
  readonly documents: readonly TypedDocument<Head, Type>[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a file may hold at most. */
const most = { bytes: 1 << 20, documents: 200, lexemes: 100_000, members: 500 } as const;

/** Reads the documents of a kind in a file of YAML or JSON, of one document or several; those of other kinds are passed over. */
export function readTypedDocuments<Head extends DocumentHead, Type extends TypedMembers>(
  text: string,
  kind: TypedKind<Head, Type>,
): TypedDocuments<Head, Type> {
  const { bytes, lexemes, members } = most;
  const reading: ReadOptions = { codes: kind.codes, limits: { bytes, lexemes, members } };
  const documents = readDocuments(text, reading, most.documents);
  if (!documents.ok) return { documents: [], diagnostics: documents.diagnostics };
  const own = documents.value.filter(({ value }) => memberOf(value, 'kind') === kind.kind);
  if (own.length === 0) return { documents: [], diagnostics: [noneOf(kind, documents.value)] };
  const taken = own.map((document) => take(kind, document));
  return {
    documents: taken.flatMap(({ document }) => document ?? []),
    diagnostics: [...taken.flatMap(({ diagnostics }) => diagnostics), ...duplicates(kind, own)],
  };
}

interface Taken<Head extends DocumentHead, Type extends TypedMembers> {
  readonly document?: TypedDocument<Head, Type>;
  readonly diagnostics: readonly Diagnostic[];
}

function take<Head extends DocumentHead, Type extends TypedMembers>(
  kind: TypedKind<Head, Type>,
  document: YamlDocument,
): Taken<Head, Type> {
  const head = kind.head.safeParse(document.value);
  if (!head.success) return { diagnostics: shapeOf(kind, head.error, kind.head, document) };
  const type = kind.types.find((one) => one.type === head.data.type);
  if (!type) return { diagnostics: [unknownType(kind, head.data.type, document)] };
  const given = Object.entries({ ...Object(document.value) }).filter(([member]) => !Object.hasOwn(head.data, member));
  const named = new Set(type.secrets.map((secret) => secret.name));
  const settings = type.settings.safeParse(Object.fromEntries(given.filter(([member]) => !named.has(member))));
  const secrets = takeSecrets(kind, type, document);
  const wrong = settings.success ? [] : shapeOf(kind, settings.error, type.settings, document);
  const { word, codes } = kind;
  const problem = (code: string, message: Said, path: readonly string[], hint?: Said): Diagnostic =>
    fileProblem(code, message, document.place(path), hint);
  const alone = type.secrets.flatMap(({ name, neededBy = '' }) =>
    neededBy === '' || secrets.values[name] === undefined || memberOf(document.value, neededBy) !== undefined
      ? []
      : [problem(codes.invalid, said`${name}: ${said`expected \`${neededBy}\` beside it`}`, [name])],
  );
  const diagnostics = [...wrong, ...secrets.diagnostics, ...alone];
  if (!settings.success || diagnostics.length > 0) return { diagnostics };
  const missing = (member: string, isKept: boolean): Diagnostic => {
    const { name } = head.data;
    const reason = isKept
      ? said`to be given again, for ${word} "${name}" has another address: what is kept is not sent there`
      : said`expected, and none is kept of ${word} "${name}"`;
    return problem(codes.missingSecret, said`${member}: ${reason}`, []);
  };
  const taken = { head: head.data, type, settings: settings.data, secrets: secrets.values, missing, problem };
  return { document: taken, diagnostics };
}

function takeSecrets<Head extends DocumentHead, Type extends TypedMembers>(
  kind: TypedKind<Head, Type>,
  type: Type,
  document: YamlDocument,
) {
  const values: Record<string, string> = {};
  const diagnostics: Diagnostic[] = [];
  for (const secret of type.secrets) {
    const value = memberOf(document.value, secret.name);
    if (value === undefined) continue;
    const schema = secretSchema(secret);
    const parsed = schema.safeParse(value);
    if (parsed.success) values[secret.name] = typeof value === 'string' ? value : JSON.stringify(parsed.data);
    else diagnostics.push(...shapeOf(kind, parsed.error, schema, document, secret.name));
  }
  return { values, diagnostics };
}

type Named = Pick<TypedKind<DocumentHead, TypedMembers>, 'kind' | 'word' | 'types' | 'codes'>;

/** What a schema says. A message about a secret never repeats it. */
function shapeOf(
  { word, codes }: Named,
  error: z.ZodError,
  schema: z.ZodType,
  document: YamlDocument,
  member?: string,
): readonly Diagnostic[] {
  const above = member === undefined ? {} : { above: [member] };
  return shapeProblems(error, { schema, document, ...above, whole: said`the ${word}`, code: codes.invalid });
}

function noneOf({ kind, word, codes }: Named, documents: readonly YamlDocument[]): Diagnostic {
  const kinds = documents.map(({ value }) => memberOf(value, 'kind')).filter((one) => typeof one === 'string');
  const meant = kinds.some((one) => nearest(one, [kind]) !== null) ? said`did you mean \`kind: ${kind}\`?` : undefined;
  const message = said`the file holds no ${word}: expected a document of \`kind: ${kind}\``;
  return fileProblem(codes.none, message, { line: 1, column: 1 }, meant);
}

function unknownType({ word, types, codes }: Named, type: string, document: YamlDocument): Diagnostic {
  const known = types.map((one) => one.type);
  const meant = nearest(type, known);
  const hint = meant === null ? said`it can be: ${known.join(', ')}` : said`did you mean ${meant}?`;
  const message = said`there is no ${word} of type "${type.slice(0, 64)}"`;
  return fileProblem(codes.unknownType, message, document.place(['type']), hint);
}

function duplicates({ word, codes }: Named, documents: readonly YamlDocument[]): readonly Diagnostic[] {
  const seen = new Set<unknown>();
  return documents.flatMap((document) => {
    const name = memberOf(document.value, 'name');
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const message = said`the file has another ${word} of this name`;
    return [fileProblem(codes.duplicate, message, document.place(['name']))];
  });
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
}
