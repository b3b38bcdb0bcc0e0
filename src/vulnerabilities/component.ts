/** Where a component was seen, how often and when (Unix seconds). */
export interface Sighting {
  readonly evidence: 'userAgent' | 'nodeInfo' | 'image';
  readonly cluster: string;
  /** The user of a user agent or of a manifest's image; the node of a nodeInfo. */
  readonly by: string;
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** A program that a cluster runs, or that somebody calls it with, as its name and version were seen. */
export interface Component {
  /** As the catalogue names it: `kubelet`, `kubectl`, `containerd`, `ingress-nginx`… */
  readonly name: string;
  /** As it was written, with the suffixes of distributions. */
  readonly version: string;
  /** The operating system, where the evidence tells it. */
  readonly platform?: string | undefined;
  /** The version may be that of something else: what stands there is derived. */
  readonly isDerived?: boolean;
  readonly sighting: Sighting;
}

/** A cell of an answer as text; what is no text is empty. */
export function textCell(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A cell of an answer as a number; bigints come as numbers or as text. */
export function numberCell(value: unknown): number {
  const number = typeof value === 'number' ? value : Number(textCell(value) || Number.NaN);
  return Number.isFinite(number) ? number : 0;
}
