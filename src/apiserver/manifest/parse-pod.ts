import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type YAMLMap } from 'yaml';
import { fail, ok, type Diagnostic, type Result } from '../../base/index.ts';
import type { ApiserverCode } from '../diagnostic-codes.ts';

/** The largest manifest that is read; kube-apiserver's own is some kilobytes, etcd takes no object above 1.5 MiB. */
const maxManifestBytes = 1_500_000;

/** A parsed manifest of one Pod, with positions. */
export interface PodDocument {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly spec: YAMLMap;
  /** The line and column of an offset, counted from 1. */
  readonly at: (offset: number) => { readonly line: number; readonly column: number };
}

/** Parses the text of a static pod's manifest, YAML or JSON. Bad text gives diagnostics with lines; it never throws. */
export function parsePod(text: string): Result<PodDocument> {
  if (text.length > maxManifestBytes) return problem('manifest-too-large', `larger than ${maxManifestBytes} bytes`);
  if (text.trim() === '') return problem('manifest-empty', 'the file is empty');
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, keepSourceTokens: true });
  if (!Array.isArray(documents)) return problem('manifest-empty', 'the file holds no document');
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) {
    return fail(
      ...errors.slice(0, 20).map((error): Diagnostic => {
        const message = `cannot read the manifest: ${firstLine(error.message)}`;
        return { code: 'manifest-syntax', severity: 'error', message, ...at(error.pos[0]) };
      }),
    );
  }
  const [document, second] = documents;
  if (!document) return problem('manifest-empty', 'the file holds no document');
  if (second) return problem('manifest-several-documents', 'it holds several documents', at(second.range[0]));
  return checkPod(text, document, at);
}

function checkPod(text: string, document: Document.Parsed, at: PodDocument['at']): Result<PodDocument> {
  const root = document.contents;
  if (!isMap(root)) return problem('manifest-not-a-pod', 'it is no map with apiVersion, kind and spec');
  const kind = textOf(document, root.get('kind', true));
  const spec = root.get('spec', true);
  if (kind !== 'Pod') {
    const what = kind !== undefined ? `its kind is ${kind}` : 'it has no kind';
    return problem('manifest-not-a-pod', `${what}, a static pod's is Pod`, at(root.range?.[0] ?? 0));
  }
  if (isAlias(spec)) return problem('manifest-alias', 'its spec is an alias', at(spec.range?.[0] ?? 0));
  if (!isMap(spec)) return problem('manifest-not-a-pod', 'it has no spec');
  return ok({ text, document, spec, at });
}

/** A refusal to go on with a manifest, with the reason as a message. */
export function problem(
  code: ApiserverCode,
  reason: string,
  place: { line?: number; column?: number; hint?: string } = {},
): Result<never> {
  return fail({ code, severity: 'error', message: `cannot edit the manifest: ${reason}`, ...place });
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}

/** Reads what a node says as text; undefined for anything that is no scalar. Numbers and booleans keep their spelling. */
export function textOf(document: Document, node: unknown): string | undefined {
  const resolved = isAlias(node) ? node.resolve(document) : node;
  if (!isScalar(resolved)) return undefined;
  return typeof resolved.value === 'string' ? resolved.value : (resolved.source ?? '');
}

/** Says why a list of the manifest cannot be edited, or undefined where it can: it is missing, or a plain sequence. */
export function whyNotEditable(map: YAMLMap, key: string): string | undefined {
  const node = map.get(key, true);
  if (node === undefined || isSeq(node)) return undefined;
  if (isAlias(node)) return `"${key}" is an alias`;
  if (isScalar(node) && node.value === null && (node.source ?? '') === '') return undefined;
  return `"${key}" is no list`;
}
