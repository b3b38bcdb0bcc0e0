import type { Server, Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import type { Arrivals, RefusalReason } from './arrivals.ts';
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
  const nameless = createNameless();

  return {
    failed(error, socket) {
      const reason = connectionReason(error);
      const { remoteAddress } = socket;
      if (reason === undefined) return;
      const isOfTls = error.code.startsWith('ERR_SSL_');
      if (remoteAddress === undefined) {
        if (isOfTls) nameless.add(reason);
        return;
      }
      if (isOfTls) settled.add(peerOf(socket));
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
          arrivals.refused(undefined, nameless.take() ?? 'tls-given-up', remoteAddress);
        });
      });
    },
  };
}

/** So long at most after its handshake failed a connection is closed. */
const closedWithinMs = 1000;

/**
 * Why handshakes failed of which the system no longer says with whom: a client that has reset its connection has no address any more. The
 * connection below, which knew it from the start, closes right after.
 */
function createNameless() {
  let reasons: readonly { readonly reason: RefusalReason; readonly at: number }[] = [];
  return {
    add(reason: RefusalReason): void {
      reasons = [...this.recent(), { reason, at: performance.now() }];
    },
    take(): RefusalReason | undefined {
      const [first, ...others] = this.recent();
      reasons = others;
      return first?.reason;
    },
    recent: () => reasons.filter(({ at }) => performance.now() - at < closedWithinMs),
  };
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
