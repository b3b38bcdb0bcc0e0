import { type Said, textOf } from '../../base/index.ts';

const maxFaults = 20;

/** What goes wrong in rows and is passed over: each kind once, a few kinds at most. */
export class Faults {
  readonly #messages = new Map<string, string>();

  /** Notes a fault, once. */
  add(message: Said): void {
    const text = textOf(message);
    this.addOf(text, () => text);
  }

  /** Notes a fault of a kind that differs from row to row: of each kind the first message is kept. */
  addOf(kind: string, message: () => string): void {
    if (this.#messages.has(kind) || this.#messages.size >= maxFaults) return;
    this.#messages.set(kind, message());
  }

  get messages(): readonly string[] {
    return [...this.#messages.values()];
  }
}
