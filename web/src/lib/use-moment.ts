import { useCallback, useState } from 'react';

/**
 * The moment in Unix milliseconds at which a question is asked, by which its relative times are fixed: a changed question is asked now, and the
 * same one once it is renewed. It changes in one step with the question, so that nothing is asked of the old one at the new moment.
 */
export function useMoment(question: string): readonly [at: number, renew: () => void] {
  const [asked, setAsked] = useState(() => ({ question, at: Date.now() }));
  const renew = useCallback(() => setAsked((last) => ({ ...last, at: Date.now() })), []);
  if (asked.question === question) return [asked.at, renew];
  const changed = { question, at: Date.now() };
  setAsked(changed);
  return [changed.at, renew];
}
