import type {
  Completion as EditorCompletion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from '@codemirror/autocomplete';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchValues, type LogQuery } from '../api/search.ts';
import type { Completion } from './completion-language.ts';
import { queryLanguageOf } from './query-language-of.ts';

/** Completion of fields, functions and words by the parser's own code, and of the values that a field has in the range. */
export function useCompletion(asked: LogQuery | undefined): CompletionSource {
  const { i18n } = useTranslation();
  return useCallback(
    async (context: CompletionContext): Promise<CompletionResult | null> => {
      const { completeStatement } = await import('./completion-language.ts');
      const text = context.state.doc.toString();
      const language = queryLanguageOf(i18n.language);
      const { items, valuesOf } = completeStatement(text, context.pos, { logs: [], language });
      if (valuesOf && asked) return completeValue(context, valuesOf, asked);
      const [first] = items;
      if (!first || (first.from === first.to && !context.explicit)) return null;
      return { from: first.from, to: first.to, options: items.map(toOption), filter: false };
    },
    [asked, i18n.language],
  );
}

function toOption({ label, insert, detail, doc, kind }: Completion): EditorCompletion {
  const isDoc = kind === 'column' && doc !== '';
  return { label, apply: insert, detail: isDoc ? doc : detail, ...(doc !== '' && !isDoc ? { info: doc } : {}) };
}

interface ValuesOf {
  readonly field: string;
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
}

async function completeValue(context: CompletionContext, place: ValuesOf, asked: LogQuery): Promise<CompletionResult> {
  const controller = new AbortController();
  context.addEventListener('abort', () => controller.abort());
  const values = await fetchValues(place.field, place.prefix, asked, controller.signal).catch(() => []);
  const before = context.state.sliceDoc(place.from - 1, place.from);
  const options = values.map((label) => ({ label, apply: quoted(label, before) }));
  return { from: place.from, to: place.to, options, filter: false };
}

/** The value as it stands in the query: after an open quote as it is, else in quotes where it needs them. */
function quoted(value: string, before: string): string {
  if (before === "'") return value.replaceAll("'", "''");
  const escaped = value.replaceAll('"', String.raw`\"`);
  if (before === '"') return escaped;
  return /^[\w.-]+$/.test(value) ? value : `"${escaped}"`;
}
