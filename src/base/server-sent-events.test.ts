import { expect, test } from 'vitest';
import { readServerSentEvents } from './server-sent-events.ts';

test('events are the same however the stream is cut', async () => {
  const text =
    ': hello\n\nevent: audit\ndata: {"a":"é"}\n\nevent:status\r\ndata:1\r\ndata: 2\r\n\r\ndata: last\n\nevent: torn\ndata: x\n';
  for (let size = 1; size < text.length + 2; size += 3) {
    const events: string[] = [];
    for await (const { name, data } of readServerSentEvents(chunks(text, size))) events.push(`${name}=${data}`);
    expect(events).toEqual(['audit={"a":"é"}', 'status=1\n2', 'message=last']);
  }
});

async function* chunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
