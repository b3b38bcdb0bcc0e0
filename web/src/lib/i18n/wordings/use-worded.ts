import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../../../../src/base/index.ts';
import { languages } from '../languages.ts';
import { loadWordings } from './load.ts';
import { worded } from './worded.ts';

/** Diagnostics in the reader's language. */
export function useWorded<T extends Diagnostic>(diagnostics: readonly T[]): readonly T[] {
  const { i18n } = useTranslation();
  const language = languages.find(({ tag }) => tag === i18n.language)?.tag ?? 'en';
  const { data } = useQuery({
    queryKey: ['wordings', language],
    enabled: language !== 'en' && diagnostics.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await loadWordings(language)) ?? null,
  });
  const wordings = language === 'en' ? undefined : (data ?? undefined);
  return useMemo(() => diagnostics.map((diagnostic) => worded(diagnostic, wordings)), [diagnostics, wordings]);
}
