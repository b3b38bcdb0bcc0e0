import { useEffect, useState } from 'react';
import { loadPreset } from './presets.ts';

const storageKey = 'whodunit.policy';

/** The policy that is being written; kept in this browser until it is rolled out or replaced. */
export function usePolicyText(): readonly [string, (text: string) => void] {
  const [text, setText] = useState(() => localStorage.getItem(storageKey) ?? '');
  const [isNew] = useState(text === '');
  useEffect(() => {
    // Whoever empties the file wants it empty; only a first visit begins with a policy.
    if (isNew) void loadPreset('ack').then((preset) => setText((typed) => typed || preset));
  }, [isNew]);
  useEffect(() => localStorage.setItem(storageKey, text), [text]);
  return [text, setText];
}
