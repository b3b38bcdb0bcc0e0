// Clusters that send their events as kube-apiserver does: the same body again until it is acknowledged. Some events are cut by
// the webhook and come whole by the log; some bodies come twice, because an acknowledgement was lost.
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, type Random } from '../../support/random.ts';
import type { ServerProcess } from './server-process.ts';

interface Cluster {
  readonly name: string;
  readonly token: string;
}

interface Copy {
  readonly text: string;
  readonly isTruncated: boolean;
}

/** The same copy as a line of a log, and as an item of a webhook's list. */
const head = '"kind":"Event","apiVersion":"audit.k8s.io/v1",';
const retryMs = 60;
const eventsInBody = 40;

/** Sends from several clusters at once until it is told to stop. */
export class Load {
  /** Every copy that was sent of an event, by cluster and audit id. */
  readonly copies = new Map<string, Copy[]>();
  /** Events of which a copy was acknowledged. */
  readonly acknowledged = new Set<string>();
  /** Bodies that were acknowledged, and answers and lost connections on the way there. */
  bodies = 0;
  retries = 0;
  readonly #server: ServerProcess;
  readonly #random: Random;
  readonly #clusters: Cluster[] = [];
  readonly #pauseMs: number;
  #isStopping = false;
  #running: Promise<unknown> = Promise.resolve();
  #sequence = 0;

  constructor(server: ServerProcess, seed: number, pauseMs = 5) {
    this.#server = server;
    this.#random = createRandom(seed);
    this.#pauseMs = pauseMs;
  }

  /** Adds the clusters; the server must be there. */
  async addClusters(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const name = `cluster-${index}`;
      const { status, text } = await this.#server.call('POST', '/api/v1/clusters', JSON.stringify({ name }));
      if (status !== 200) throw new Error(`cannot add a cluster: ${text}`);
      const added = JSON.parse(text) as { ingestToken: string };
      this.#clusters.push({ name, token: added.ingestToken });
    }
  }

  start(): void {
    this.#isStopping = false;
    this.#running = Promise.all(this.#clusters.map((cluster) => this.#send(cluster)));
  }

  /** Resolves when the bodies under way are acknowledged. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  async #send(cluster: Cluster): Promise<void> {
    let owed: string[] = [];
    let last = '';
    while (!this.#isStopping || owed.length > 0) {
      const cut: string[] = [];
      const ids = Array.from({ length: eventsInBody }, () => this.#nextId());
      const items = ids.map((id) => {
        const isTruncated = this.#random.below(4) === 0;
        if (isTruncated) cut.push(id);
        return this.#copy(cluster, id, isTruncated, '');
      });
      last = `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${items.join(',')}]}`;
      await this.#post(cluster, last, ids);
      if (this.#random.below(5) === 0) await this.#post(cluster, last, ids);
      // The log brings what the webhook cut, now and then some of it in two bodies at once.
      const lines = owed.map((id) => this.#copy(cluster, id, false, head));
      if (lines.length > 0) await this.#post(cluster, lines.join('\n'), owed);
      owed = cut;
      if (this.#isStopping) {
        const rest = owed.map((id) => this.#copy(cluster, id, false, head));
        if (rest.length > 0) await this.#post(cluster, rest.join('\n'), owed);
        return;
      }
      await sleep(this.#pauseMs);
    }
  }

  #nextId(): string {
    this.#sequence += 1;
    return this.#sequence % 7 === 0
      ? `chosen-${this.#sequence}`
      : `7b3235de-a13d-47d6-9c83-${String(this.#sequence).padStart(12, '0')}`;
  }

  #copy({ name }: Cluster, id: string, isTruncated: boolean, kind: string): string {
    const micros = String(this.#sequence % 1_000_000).padStart(6, '0');
    const time = this.#timeOf(`${name} ${id}`, `2026-11-20T18:05:19.${micros}Z`);
    const body = isTruncated ? '' : `"requestObject":{"data":"${'x'.repeat(600)}\\u003c${id}"},`;
    const annotations = isTruncated ? ',"annotations":{"audit.k8s.io/truncated":"true"}' : '';
    const text = `{${kind}"level":"Request","auditID":"${id}","stage":"ResponseComplete","requestURI":"/api/v1/pods","verb":"create","user":{"username":"u"},${body}"requestReceivedTimestamp":"${time}","stageTimestamp":"${time}"${annotations}}`;
    const key = `${name} ${id}`;
    this.copies.set(key, [...(this.copies.get(key) ?? []), { text, isTruncated }]);
    return text;
  }

  readonly #times = new Map<string, string>();

  #timeOf(key: string, otherwise: string): string {
    const time = this.#times.get(key) ?? otherwise;
    this.#times.set(key, time);
    return time;
  }

  /** Sends a body until it is acknowledged. */
  async #post(cluster: Cluster, body: string, ids: readonly string[]): Promise<void> {
    for (;;) {
      try {
        const response = await fetch(`${this.#server.url}/ingest/v1/clusters/${cluster.name}/audit`, {
          method: 'POST',
          headers: { authorization: `Bearer ${cluster.token}` },
          body,
          signal: AbortSignal.timeout(30_000),
        });
        const text = await response.text();
        if (response.status === 200) {
          const { received, rejected } = JSON.parse(text) as { received: number; rejected: number };
          if (received !== ids.length || rejected !== 0) throw new WrongAnswer(`acknowledged ${text}`);
          break;
        }
        if (response.status < 500 && response.status !== 429) throw new WrongAnswer(`${response.status} ${text}`);
      } catch (error) {
        if (error instanceof WrongAnswer) throw error;
      }
      this.retries += 1;
      await sleep(retryMs);
    }
    this.bodies += 1;
    for (const id of ids) this.acknowledged.add(`${cluster.name} ${id}`);
  }
}

class WrongAnswer extends Error {}
