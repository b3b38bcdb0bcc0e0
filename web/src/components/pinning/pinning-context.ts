import { createContext, useContext } from 'react';
import type { Case, PinToAdd } from '../../api/cases.ts';
import type { PinnableEvent } from './pinned-event.ts';

/** Pinning to the current case, of those who may keep cases. */
export interface Pinning {
  /** Undefined until one is chosen: then what is pinned first asks for it. */
  readonly current: Case | undefined;
  readonly isPinned: (item: PinnableEvent) => boolean;
  /** Pins an event, or takes the pin out. */
  readonly toggle: (item: PinnableEvent) => void;
  readonly pin: (pin: PinToAdd) => void;
  /** Asks which case is the current one. */
  readonly choose: () => void;
}

export const PinningContext = createContext<Pinning | undefined>(undefined);

/** Undefined for those who may not keep anything, and where there is nothing to pin. */
export function usePinning(): Pinning | undefined {
  return useContext(PinningContext);
}
