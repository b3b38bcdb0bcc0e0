import { useMemo } from 'react';
import type { Diagnostic } from '../../../../../src/base/index.ts';
import { queryDiagnostics } from '../../../editor/query-language.ts';

/** What the parser says of the text at once, and what the server said of it when it ran. */
export function useDiagnostics(text: string, fromServer: readonly Diagnostic[]): readonly Diagnostic[] {
  return useMemo(() => {
    const own = queryDiagnostics(text);
    return [...own, ...fromServer.filter((theirs) => !own.some((ours) => ours.from === theirs.from))];
  }, [text, fromServer]);
}
