const maxFaults = 20;

/** What goes wrong in rows and is passed over: each kind once, a few kinds at most. */
export class Faults {
  readonly #messages = new Map<string, string>();

  /** Notes a fault. `kind` tells it from others; of each kind the first message is kept. */
  add(kind: string, message: () => string = () => kind): void {
    if (this.#messages.has(kind) || this.#messages.size >= maxFaults) return;
    this.#messages.set(kind, message());
  }

  get messages(): readonly string[] {
    return [...this.#messages.values()];
  }
}
