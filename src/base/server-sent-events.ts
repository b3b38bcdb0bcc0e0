/** A server-sent event. */
export interface ServerSentEvent {
  readonly name: string;
  readonly data: string;
}

/** Reads a stream of server-sent events (WHATWG HTML, "Server-sent events"); ends or throws as the stream does. */
export async function* readServerSentEvents(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let name = '';
  let data: string[] = [];
  for await (const line of linesOf(stream)) {
    if (line === '') {
      if (data.length > 0) yield { name: name === '' ? 'message' : name, data: data.join('\n') };
      name = '';
      data = [];
    } else if (line.startsWith('event:')) name = valueOf(line);
    else if (line.startsWith('data:')) data.push(valueOf(line));
  }
}

function valueOf(line: string): string {
  return line.slice(line.indexOf(':') + 1).replace(/^ /, '');
}

async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of stream) {
    text += decoder.decode(bytes, { stream: true });
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}
