import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// A server that takes everything and keeps nothing, as a process of its own: what sends to it is measured alone. Below `/hanging` it takes
// a call and never answers.
let bytes = 0;
const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(String(bytes));
    return;
  }
  request.on('data', (chunk: Buffer) => (bytes += chunk.length));
  if (request.url?.startsWith('/hanging') !== true)
    request.on('end', () => {
      if (request.url?.endsWith('/loki/api/v1/push') === true) response.writeHead(204).end();
      else response.end('{"received":0,"rejected":0,"errors":false,"text":"Success","code":0}');
    });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
