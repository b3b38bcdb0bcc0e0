/** Whether bytes have their memory for themselves, as large buffers have; small ones share one. */
export function ownsMemory(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  return byteLength > 0 && buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
}

/**
 * Gives memory back at once that nobody looks at again: the bytes are empty from then on. V8 counts the memory of buffers, and each 64 MiB
 * that were taken since make it go over its whole heap (`kExternalAllocationSoftLimit`), which costs more than it finds. Memory that is
 * shared is left to it, and so is what cannot be detached.
 */
export function releaseMemory(bytes: Uint8Array): void {
  if (!ownsMemory(bytes)) return;
  try {
    bytes.buffer.transfer(0);
  } catch {
    // Somebody has said that it must stay where it is; that cannot be asked beforehand.
  }
}
