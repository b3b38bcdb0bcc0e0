/** Receipts that are looked at together: after the one, up to and with the other, in microseconds. */
export interface Piece {
  readonly after: number;
  readonly through: number;
}

/** Whether a piece is one receipt: what was received together cannot be looked at one after the other. */
export function isOneReceipt({ after, through }: Piece): boolean {
  return through - after <= 1;
}

/** `too-much`: nothing was taken of the piece, and a smaller one may be; never of one receipt. `stopped`: neither this piece nor any after it. */
export type Taken = 'taken' | 'too-much' | 'stopped';

/** Takes all of a piece in order, in halves and halves of these where that is too much at once. Gives false where it was stopped. */
export async function takeInPieces(whole: Piece, take: (piece: Piece) => Promise<Taken>): Promise<boolean> {
  let { after } = whole;
  let width = whole.through - after;
  while (after < whole.through) {
    const through = Math.min(after + width, whole.through);
    const taken = await take({ after, through });
    if (taken === 'stopped') return false;
    if (taken === 'too-much') width = Math.ceil((through - after) / 2);
    else {
      after = through;
      width *= 2;
    }
  }
  return true;
}
