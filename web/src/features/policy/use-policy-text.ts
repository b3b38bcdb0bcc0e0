import { useEffect, useState } from 'react';
import { loadPreset } from './presets.ts';

const storageKey = 'whodunit.policy';

/** The policy that is being written; kept in this browser until it is rolled out or replaced. */
export function usePolicyText(): readonly [string, (text: string) => void] {
  const [text, setText] = useState(() => localStorage.getItem(storageKey) ?? '');
  useEffect(() => {
    if (text === '') void loadPreset('ack').then(setText);
    else localStorage.setItem(storageKey, text);
  }, [text]);
  return [text, setText];
}
