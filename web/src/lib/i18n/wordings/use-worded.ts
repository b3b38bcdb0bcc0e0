import { useMemo } from 'react';
import type { Diagnostic } from '../../../../../src/base/index.ts';
import { useWordings } from './use-wordings.ts';
import { worded } from './worded.ts';

/** Diagnostics in the reader's language. */
export function useWorded<T extends Diagnostic>(diagnostics: readonly T[]): readonly T[] {
  const wordings = useWordings(diagnostics.length > 0);
  return useMemo(() => diagnostics.map((diagnostic) => worded(diagnostic, wordings)), [diagnostics, wordings]);
}
