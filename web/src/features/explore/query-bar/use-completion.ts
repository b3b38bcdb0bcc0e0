import type { CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { fields } from '../../../../../src/audit/index.ts';
import { fetchValues, type LogQuery } from '../../../api/search.ts';

/** Completion of fields, and of the values that a field has in the chosen range. */
export function useCompletion(asked: LogQuery | undefined): CompletionSource {
  const { i18n } = useTranslation();
  return useCallback(
    async (context: CompletionContext): Promise<CompletionResult | null> => {
      const value = context.matchBefore(/(?:"[^"]+"|[\w./-]+)\s*:\s*"?[^\s"()|]*/);
      const found = value ? /^("[^"]+"|[\w./-]+)(\s*:\s*)("?)([^\s"()|]*)$/.exec(value.text) : null;
      if (value && found && asked) {
        const [, name = '', colon = '', quote = '', prefix = ''] = found;
        const from = value.from + name.length + colon.length;
        const controller = new AbortController();
        context.addEventListener('abort', () => controller.abort());
        const values = await fetchValues(name.replaceAll('"', ''), prefix, asked, controller.signal).catch(() => []);
        return {
          from,
          options: values.map((label) => ({
            label,
            apply: quote || !/^[\w.-]+$/.test(label) ? `"${label.replaceAll('"', String.raw`\"`)}"` : label,
          })),
          filter: false,
        };
      }
      const word = context.matchBefore(/[\w./]+/);
      if (!word && !context.explicit) return null;
      const language = i18n.language === 'zh-CN' ? 'zh' : i18n.language === 'ja' ? 'ja' : 'en';
      return {
        from: word?.from ?? context.pos,
        options: fields.map((field) => ({
          label: field.name,
          detail: field.doc[language],
          apply: `${field.name}: `,
        })),
        validFor: /^[\w./]*$/,
      };
    },
    [asked, i18n.language],
  );
}
