/** Events came that are not among those shown: the server left some out, or may have come, while the connection was lost. */
export interface Loss {
  readonly kind: 'skipped' | 'disconnected';
  /** Between which moments, in Unix milliseconds of this browser. */
  readonly from: number;
  readonly to: number;
}

/** A loss and what was lost before it, told as one. That some are missing for certain is told, whatever may be missing besides. */
export function addLoss(before: Loss | undefined, { kind, from, to }: Loss): Loss {
  if (!before) return { kind, from, to };
  return { kind: before.kind === 'skipped' ? 'skipped' : kind, from: Math.min(before.from, from), to };
}
