import { Composer, type Document, LineCounter } from 'yaml';
import { fail, invariant, messageOf, ok, type Result, said } from '../base/index.ts';
import { createDocument, firstLine, positionIn, type YamlDocument } from './document.ts';
import { fileProblem } from './position.ts';
import { type DocumentCodes, type DocumentLimits, tokensOf } from './tokens.ts';

export interface ReadOptions {
  readonly codes: DocumentCodes;
  readonly limits: DocumentLimits;
}

/** Of a file: whoever gets a hundred lines wrong is not told of each. */
const mostErrors = 20;

/** Reads one document of YAML 1.2, of which JSON is a part. Bounded in size, depth, aliases, and the members of a map. */
export function readDocument(text: string, options: ReadOptions): Result<YamlDocument> {
  const all = readDocuments(text, options, 1);
  if (!all.ok) return all;
  const [document] = all.value;
  invariant(document, 'the composer makes a document of any text');
  return ok(document);
}

/** Reads the documents of a file, `most` at most. One that is empty has the value null. */
export function readDocuments(
  text: string,
  { codes, limits }: ReadOptions,
  most: number,
): Result<readonly YamlDocument[]> {
  const counter = new LineCounter();
  const tokens = tokensOf(text, counter, { codes, limits });
  if (!tokens.ok) return tokens;
  const composer = new Composer({ version: '1.2', schema: 'core', merge: false });
  const composed: Document.Parsed[] = [];
  for (const document of composer.compose(tokens.value, true, text.length)) {
    if (composed.length === most) {
      const message =
        most === 1 ? said`expected one document in the file` : said`expected at most ${most} documents in the file`;
      return fail(fileProblem(codes.syntax, message, positionIn(counter, document.range[0])));
    }
    composed.push(document);
  }
  const errors = composed.flatMap((document) => document.errors).slice(0, mostErrors);
  if (errors.length > 0)
    return fail(
      ...errors.map(({ message, pos: [at] }) =>
        fileProblem(codes.syntax, messageOf({ message: firstLine(message) }), positionIn(counter, at)),
      ),
    );
  const documents = composed.map((document, index) => {
    const begin = composed[index - 1]?.range[2] ?? 0;
    return createDocument({ document, text, counter, begin }, codes.syntax);
  });
  const failed = documents.flatMap((document) => (document.ok ? [] : document.diagnostics));
  return failed.length > 0
    ? fail(...failed.slice(0, mostErrors))
    : ok(documents.flatMap((document) => (document.ok ? [document.value] : [])));
}
