import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type LogQuery, runStatement } from '../../../api/search.ts';
import { splitQuery } from '../../../lib/query-text.ts';

/** Runs the statement; giving it up in the page stops the engine's work. */
export function useStatement(statement: LogQuery | undefined) {
  const isStatement = statement !== undefined && splitQuery(statement.query).analysis !== undefined;
  return useQuery({
    queryKey: ['log', 'statement', statement],
    enabled: isStatement,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      if (!statement) throw new Error('BUG: a statement that is not there cannot run');
      return runStatement(statement, signal);
    },
  });
}
