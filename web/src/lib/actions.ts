import { useEffect, useRef } from 'react';
import { useShortcuts } from './use-shortcuts.ts';

/** What has a key, in the order of the sheet, by who does it: a handler that the page has mounted. */
const handled = {
  query: '/',
  time: 't',
  next: 'j',
  previous: 'k',
  open: 'Enter',
  fold: '.',
  menu: 'm',
  pin: 'q',
  pinSearch: 'Q',
  nextEvent: ']',
  previousEvent: '[',
  close: 'Escape',
  facets: 'f',
  acknowledge: 'a',
  silence: 's',
  save: 'mod+s',
  undo: 'mod+z',
  redo: 'mod+y',
  overview: 'g o',
  explore: 'g e',
  reports: 'g r',
  alerts: 'g a',
  cases: 'g k',
  policy: 'g p',
  clusters: 'g c',
  destinations: 'g d',
  health: 'g h',
  settings: 'g s',
  palette: 'mod+k',
  help: '?',
} as const;

/** What a control does that the mouse has too: it carries the name as `data-action`, and the key presses it. */
const pressed = {
  run: 'r',
  cancel: 'x',
  viewEvents: '1',
  viewTimeline: '2',
  viewAnalysis: '3',
  viewLive: '4',
  viewPatterns: '5',
  pause: 'p',
  noise: 'h',
  people: 'o',
  order: 'v',
  alike: 'A',
  zoomOut: 'z',
  compare: 'u',
  note: 'N',
  warnings: 'w',
  columns: 'c',
  copy: 'y',
  newAlert: 'n',
  savedQueries: 'b',
  case: ',',
  syntax: 'i',
  toDashboard: 'd',
  export: 'e',
  chooseClusters: 'l',
  language: 'g l',
  colors: 'g t',
  account: 'g m',
} as const;

type Handled = keyof typeof handled;
type Pressed = keyof typeof pressed;
export type Action = Handled | Pressed;

const keys: Readonly<Record<Action, string>> = { ...handled, ...pressed };

/** Every action with its keys as one presses them: the sheet and the palette are made of this, and nothing has a key without it. */
export const actions = namesOf(keys).map((name) => ({ name, keys: keys[name] }));

type Handlers = Readonly<Partial<Record<Handled, () => void>>>;

/** The handlers of what is mounted, the last to come first. */
const mounted: { current: Handlers }[] = [];

/** Does actions while the component is mounted, by their keys or from the palette. */
export function useActions(handlers: Handlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    mounted.unshift(latest);
    return () => void mounted.splice(mounted.indexOf(latest), 1);
  }, []);
  useShortcuts(
    Object.fromEntries(
      namesOf(handled).flatMap((name) => {
        const run = handlers[name];
        return run ? [[handled[name], run]] : [];
      }),
    ),
  );
}

/** Lets keys press the controls that carry an action; once, round every page. */
export function usePressedActions(): void {
  useShortcuts(Object.fromEntries(namesOf(pressed).map((name) => [pressed[name], () => press(name)])));
}

/** Whether the page can do it now. */
export function isAvailable(action: Action): boolean {
  return handlerOf(action) !== undefined || controlOf(action) !== undefined;
}

export function runAction(action: Action): void {
  const handler = handlerOf(action);
  if (handler) handler();
  else press(action);
}

function handlerOf(action: Action): (() => void) | undefined {
  if (!(action in handled)) return undefined;
  for (const { current } of mounted) {
    const handler = Reflect.get(current, action) as unknown;
    if (typeof handler === 'function') return handler as () => void;
  }
  return undefined;
}

function controlOf(action: Action): HTMLElement | undefined {
  const controls = document.querySelectorAll<HTMLElement>(`[data-action="${action}"]:not(:disabled)`);
  return [...controls].find((control) => control.checkVisibility({ visibilityProperty: true }));
}

/** Also takes the focus there, so that one goes on from what was opened. */
function press(action: Action): void {
  const control = controlOf(action);
  control?.focus();
  control?.click();
}

function namesOf<Name extends string>(of: Readonly<Record<Name, unknown>>): readonly Name[] {
  return Object.keys(of) as Name[];
}
