import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Diagnostic } from '../../../src/base/index.ts';
import { useWorded } from '../lib/i18n/wordings/use-worded.ts';
import { splitQuery } from '../lib/query-text.ts';
import { searchDiagnostics } from './query-language.ts';

const pauseMillis = 300;

/**
 * What is wrong with the text: of a search at once; of a statement after a pause in typing, by the same parser and
 * resolver as the server's, which are fetched only for one that is edited; and what the server said when it ran.
 */
export function useDiagnostics(
  text: string,
  fromServer: readonly Diagnostic[],
  isEdited = true,
): readonly Diagnostic[] {
  const [settled] = useDebouncedValue(text, pauseMillis);
  const hasAnalysis = splitQuery(settled).analysis !== undefined;
  const statement = useQuery({
    queryKey: ['statement-diagnostics', settled],
    enabled: hasAnalysis && isEdited,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await import('./statement-language.ts')).statementDiagnostics(settled),
  });
  const isCurrent = settled === text && hasAnalysis && statement.data !== undefined;
  const found = useMemo(
    () => (isCurrent ? statement.data : searchDiagnostics(text)),
    [isCurrent, statement.data, text],
  );
  const own = useWorded(found);
  // What the server says comes in the language already.
  return useMemo(() => {
    return [...own, ...fromServer.filter((theirs) => !own.some((ours) => ours.from === theirs.from))];
  }, [own, fromServer]);
}
