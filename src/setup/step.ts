import type { SetupBackend, SetupWay, StepNote, StepPlace, StepTitle } from './choices.ts';

/** What the steps are for. */
export interface SetupRequest {
  readonly cluster: { readonly name: string; readonly id: string };
  readonly backend: SetupBackend;
  /** Where the control plane reaches this server, without a slash at its end. */
  readonly server: string;
  /** The authority that signs the server's certificate, in PEM; undefined where nodes trust it already, and over plain http. */
  readonly authority: string | undefined;
  readonly token: string;
  readonly policy: { readonly name: string; readonly text: string };
}

/** A file that a step needs. A path that is not absolute is in the folder where one works. */
export interface SetupFile {
  readonly path: string;
  readonly text: string;
  /** Nobody else may read it: it holds the token. */
  readonly isSecret: boolean;
}

/** One thing to do. The files are put in place before the commands run. */
export interface SetupStep {
  readonly title: StepTitle;
  readonly place: StepPlace;
  readonly files: readonly SetupFile[];
  /** Lines for a shell, of `set-flags` the flags; empty where there are none. */
  readonly commands: string;
  readonly notes: readonly StepNote[];
}

/** A way to run kube-apiserver, with what switches audit on there. */
export interface Way {
  readonly name: SetupWay;
  readonly steps: (request: SetupRequest) => readonly SetupStep[];
}

/** A step with what it has; the rest is empty. */
export function step(title: StepTitle, place: StepPlace, has: Partial<Omit<SetupStep, 'title' | 'place'>>): SetupStep {
  return { title, place, files: [], commands: '', notes: [], ...has };
}
