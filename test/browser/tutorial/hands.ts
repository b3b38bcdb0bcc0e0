import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { TFunction } from 'i18next';

/** What somebody does at the page, with what they have to do it with. */
export interface Hands {
  /** Presses a control. Who has a keyboard presses the key of it, where it has one. */
  press(control: Locator, key?: string): Promise<void>;
  /** Writes a text in the place of what is in a field. */
  write(field: Locator, text: string): Promise<void>;
  /** Goes elsewhere from a field. */
  leave(field: Locator): Promise<void>;
  /** Puts a query into the query box and runs it. */
  search(query: string): Promise<void>;
  /** Opens the event that stands at a place of the list. */
  openEvent(place: number): Promise<void>;
  /** Pins the search that ran. */
  pinSearch(): Promise<void>;
  /** Goes to the page of a case, from wherever. */
  goToCase(name: string): Promise<void>;
}

/** Hands, and the window that they work in. */
export interface Worker {
  readonly window: BrowserContextOptions;
  readonly hands: (page: Page, t: TFunction) => Hands;
}
