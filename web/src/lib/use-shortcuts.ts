import { useEffect, useRef } from 'react';

/** Keys to what they do: `j`, `?`, `Escape`, `mod+k`, or two in a row as in `g o`. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** Between the two keys of a sequence: long enough for slow hands and slow machines. */
const sequenceMillis = 1500;

/** What is mounted, wherever: the second key of a sequence is nobody's key of its own. */
const mounted = new Set<{ readonly current: Shortcuts }>();

function beginsSequence(key: string): boolean {
  return [...mounted].some(({ current }) => Object.keys(current).some((keys) => keys.startsWith(`${key} `)));
}

/**
 * Listens for keys while the component is mounted. Typing into a field is left alone, but for keys with `mod+`; so are the keys that a
 * focused button, link, tab or menu entry acts on itself.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    let first = '';
    let firstAt = 0;
    function onKey(event: KeyboardEvent): void {
      if (event.isComposing) return;
      const modified = event.metaKey || event.ctrlKey;
      if (!modified && (event.altKey || isTyping(event.target))) return;
      if (!modified && isKeyOfControl(event)) return;
      const key = modified ? `mod+${event.key.toLowerCase()}` : event.key;
      const before = !modified && event.timeStamp - firstAt < sequenceMillis ? first : '';
      first = key;
      firstAt = event.timeStamp;
      if (event.defaultPrevented) return;
      const action = latest.current[beginsSequence(before) ? `${before} ${key}` : key];
      if (!action) return;
      event.preventDefault();
      action();
    }
    document.addEventListener('keydown', onKey);
    mounted.add(latest);
    return () => {
      document.removeEventListener('keydown', onKey);
      mounted.delete(latest);
    };
  }, []);
}

/** Whether keys are for a field, or for a box that is open over the page. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // A box that is open over the page has the keys to itself: Escape closes it and nothing behind it.
  if (target.closest('[role="dialog"]')) return true;
  return target.isContentEditable || target.matches('textarea, select, input:not([type="radio"], [type="checkbox"])');
}

/** What acts on Enter and the space bar itself. */
const controls = [
  'a[href]',
  'button',
  'summary',
  'input',
  ...['button', 'link', 'tab', 'menuitem', 'option', 'checkbox', 'radio', 'switch', 'slider'].map(
    (role) => `[role="${role}"]`,
  ),
].join(',');

function isKeyOfControl({ key, target }: KeyboardEvent): boolean {
  return (key === 'Enter' || key === ' ') && target instanceof Element && target.closest(controls) !== null;
}
