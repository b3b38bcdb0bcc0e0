import { covers } from '../access/index.ts';
import type { Scope } from '../query/index.ts';

/** Why nobody was told of a cause when it was due. Times are Unix milliseconds. */
export type KeptBack =
  /** Its rule is muted. */
  | { readonly by: 'mute'; readonly until?: number | undefined }
  | KeptBackBySilence
  | KeptBackByInhibition
  /** Its route tells nobody outside of its hours; undefined: they never come. */
  | { readonly by: 'hours'; readonly until?: number | undefined }
  /** There were too many to be told one by one: it is counted in a digest. */
  | { readonly by: 'storm' };

interface KeptBackBySilence {
  readonly by: 'silence';
  readonly id: string;
  readonly comment: string;
  readonly author: string;
  /** Who does not cover it does not see the silence. */
  readonly scope: Scope;
}

/** Another alert fires, and while it does the policy of both tells nobody of this one. */
interface KeptBackByInhibition {
  readonly by: 'inhibition';
  readonly rule: string;
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Who does not cover it does not see the other alert. */
  readonly scope: Scope;
}

/** The same as somebody may see it: that there is a silence, or another alert, and not which. */
export type VisibleKeptBack =
  | Exclude<KeptBack, KeptBackBySilence | KeptBackByInhibition>
  | { readonly by: 'silence'; readonly silence: Pick<KeptBackBySilence, 'id' | 'comment' | 'author'> | undefined }
  | {
      readonly by: 'inhibition';
      readonly source: Pick<KeptBackByInhibition, 'rule' | 'fingerprint' | 'labels'> | undefined;
    };

/** What became of a cause. */
export interface Fate {
  /** When it was first told, in Unix milliseconds; undefined where it waits or was kept back. */
  readonly toldAt: number | undefined;
  /** What kept it back the last time that it was due. It may have been told after that. */
  readonly keptBack: VisibleKeptBack | undefined;
}

export function visibleKeptBack(by: KeptBack, scope: Scope): VisibleKeptBack {
  switch (by.by) {
    case 'silence': {
      const { id, comment, author } = by;
      return { by: 'silence', silence: covers(scope, by.scope) ? { id, comment, author } : undefined };
    }
    case 'inhibition': {
      const { rule, fingerprint, labels } = by;
      return { by: 'inhibition', source: covers(scope, by.scope) ? { rule, fingerprint, labels } : undefined };
    }
    case 'mute':
    case 'hours':
    case 'storm':
      return by;
  }
}
