import type { Server, Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import type { Arrivals } from './arrivals.ts';
import { connectionReason } from './refusal-reason.ts';

/** Tells of connections that never became a request: whoever sends over them never learns why. */
export interface ConnectionWatch {
  /** Of what Node's parsers say. */
  failed(error: ConnectionError, socket: Socket): void;
  /** Looks at the handshakes of a server of TLS. */
  watch(server: Server): void;
}

export function watchConnections(arrivals: Pick<Arrivals, 'refused'>): ConnectionWatch {
  /** Connections whose handshake has ended, well or with words. */
  const settled = new Set<string>();

  return {
    failed(error, socket) {
      const reason = connectionReason(error);
      const { remoteAddress } = socket;
      if (reason === undefined || remoteAddress === undefined) return;
      if (error.code.startsWith('ERR_SSL_')) settled.add(peerOf(socket));
      arrivals.refused(undefined, reason, remoteAddress);
    },
    watch(server) {
      server.on('secureConnection', (socket: Socket) => void settled.add(peerOf(socket)));
      server.on('connection', (socket: Socket) => {
        const { remoteAddress } = socket;
        const peer = peerOf(socket);
        socket.once('close', () => {
          // Clients such as Node's hang up on a certificate that they do not trust. Who sends nothing at all looks whether anybody listens.
          if (settled.delete(peer) || socket.bytesRead === 0 || remoteAddress === undefined) return;
          arrivals.refused(undefined, 'tls-given-up', remoteAddress);
        });
      });
    },
  };
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
