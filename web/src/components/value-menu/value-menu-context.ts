import { createContext, useContext } from 'react';
import type { Entity } from '../../lib/entity-page.ts';
import type { ValueTarget } from '../../lib/value-filter.ts';

/** A value that the menu is about. */
export interface MenuValue extends ValueTarget {
  /** Whose page the value leads to, where its field does not say it. */
  readonly entity?: Entity;
}

/** Where the menu opens: below an element, or at a point of the window. */
export type MenuPlace = Element | { readonly x: number; readonly y: number };

/** Opens the menu of a value; of several, such as those of one cell, the menu first asks which. */
export type OpenValueMenu = (place: MenuPlace, values: MenuValue | readonly MenuValue[]) => void;

export const ValueMenuContext = createContext<OpenValueMenu | undefined>(undefined);

/** What opens the menu of a value; undefined where no query is there to be changed. The function stays the same. */
export function useValueMenu(): OpenValueMenu | undefined {
  return useContext(ValueMenuContext);
}
