import type { Severity } from '../../../rules/index.ts';

/** What messages about alerts say by themselves, in one language. Sentences and names have no final stop. */
export interface Texts {
  readonly severities: Readonly<Record<Severity, string>>;
  readonly firing: string;
  readonly again: (times: number) => string;
  readonly resolved: string;
  /** The title of an alert that is over. */
  readonly over: (title: string) => string;
  readonly facts: {
    readonly rule: string;
    readonly severity: string;
    readonly status: string;
    readonly began: string;
    readonly ended: string;
    readonly clusters: string;
    readonly project: string;
    readonly rows: string;
    readonly firing: string;
    readonly silenceEnded: string;
    readonly fault: string;
  };
  readonly links: { readonly alert: string; readonly events: string };
  /** The title of several alerts. */
  readonly several: (count: number, names: string) => string;
  /** Heads of lists. */
  readonly lists: { readonly firing: string; readonly repeated: string; readonly over: string };
  readonly more: (count: number) => string;
  /** The title and the first line of what stands for alerts that came too fast. */
  readonly digest: (count: number, name: string) => string;
  readonly digestText: (from: string, to: string) => string;
  readonly silence: (comment: string, author: string) => string;
  readonly unknownChannel: (name: string) => string;
  readonly unknownPolicy: (name: string) => string;
}
