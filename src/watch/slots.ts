/** Changes what is known of a slot of time, the latest there is, and forgets what is older than so many slots. */
export function inSlot<Kept extends { readonly slot: number }>(
  kept: readonly Kept[],
  { slot, slots }: { readonly slot: number; readonly slots: number },
  change: (same: Kept | undefined) => Kept,
): readonly Kept[] {
  const others = kept.filter((one) => one.slot > slot - slots && one.slot < slot);
  return [...others, change(kept.find((one) => one.slot === slot))];
}
