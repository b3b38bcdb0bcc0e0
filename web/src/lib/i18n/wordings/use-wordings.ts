import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { languages } from '../languages.ts';
import { loadWordings } from './load.ts';
import type { Wordings } from './wordings.ts';

/** What the reader's language has in place of English, loaded when something is to be said in it. */
export function useWordings(isNeeded: boolean): Wordings | undefined {
  const { i18n } = useTranslation();
  const language = languages.find(({ tag }) => tag === i18n.language)?.tag ?? 'en';
  const { data } = useQuery({
    queryKey: ['wordings', language],
    enabled: language !== 'en' && isNeeded,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await loadWordings(language)) ?? null,
  });
  return language === 'en' ? undefined : (data ?? undefined);
}
