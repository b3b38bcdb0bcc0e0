/** An input that cannot be unpacked to its end. What could be was given before this is thrown. */
export class DamagedInput extends Error {
  /** How the input is packed. */
  readonly packing: string;
  /** Bytes of it that were taken in when it was found out: the damage is at the last of them or not long before. */
  readonly packedBytes: number;

  constructor(packing: string, packedBytes: number, reason: string) {
    super(reason);
    this.packing = packing;
    this.packedBytes = packedBytes;
  }
}
