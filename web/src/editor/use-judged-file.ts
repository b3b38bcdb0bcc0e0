import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Diagnostic } from '../../../src/base/index.ts';
import { useWorded } from '../lib/i18n/wordings/use-worded.ts';

const pauseMillis = 400;
const none: readonly Diagnostic[] = [];

interface Answer {
  readonly diagnostics: readonly Diagnostic[];
}

/** How a file is judged: `kind` tells what is asked of the server from what else is. */
export interface Judge<Judged extends Answer> {
  readonly kind: string;
  readonly check: (text: string, signal: AbortSignal) => Promise<Judged>;
}

/** What the server says of a file, as it was after the last pause in typing. */
export interface JudgedFile<Judged extends Answer = Answer> {
  /** Whether it is about the text as it is now. */
  readonly isJudged: boolean;
  readonly answer: Judged | undefined;
  /** In the reader's language. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text that it is about. */
  readonly of: string;
}

/** Has a file judged while it is written. */
export function useJudgedFile<Judged extends Answer>(text: string, { kind, check }: Judge<Judged>): JudgedFile<Judged> {
  const [settled] = useDebouncedValue(text, pauseMillis);
  const { data } = useQuery({
    queryKey: ['judged-file', kind, settled],
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => ({ of: settled, answer: await check(settled, signal) }),
  });
  const diagnostics = useWorded(data?.answer.diagnostics ?? none);
  return {
    isJudged: data !== undefined && data.of === text,
    answer: data?.answer,
    diagnostics,
    of: data?.of ?? '',
  };
}
