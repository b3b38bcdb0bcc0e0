/** kube-apiserver's buffered backend (plugin/pkg/audit/buffered/buffered.go) and its webhook's retries, in virtual time. */
export interface BufferedBackend {
  readonly bufferSize: number;
  readonly maxBatchSize: number;
  readonly maxWaitSeconds: number;
  /** Undefined where batches are not throttled. */
  readonly throttle: { readonly qps: number; readonly burst: number } | undefined;
  /** How long a write takes where the next batch has to wait for it; 0 where batches are sent side by side. */
  readonly writeSeconds: number;
  /** The receiver answers nothing between these times; each batch is tried five times. */
  readonly outage?: { readonly from: number; readonly to: number; readonly initialBackoffSeconds: number };
}

export interface Simulated {
  readonly sent: number;
  /** Events that did not fit into the buffer. */
  readonly dropped: number;
  /** Events of batches that failed five times. */
  readonly lost: number;
  readonly firstDropAt: number | undefined;
}

/** Runs events that arrive at the given times, which ascend, through the backend. */
export function simulateBuffer(backend: BufferedBackend, arrivals: readonly number[]): Simulated {
  let next = 0;
  let buffered = 0;
  let now = 0;
  let tokens = backend.throttle?.burst ?? 0;
  let tokensAt = 0;
  const result = { sent: 0, dropped: 0, lost: 0, firstDropAt: undefined as number | undefined };

  const arriveUntil = (time: number): void => {
    for (; next < arrivals.length && (arrivals[next] ?? 0) <= time; next++) {
      if (buffered < backend.bufferSize) buffered += 1;
      else {
        result.dropped += 1;
        result.firstDropAt ??= arrivals[next];
      }
    }
  };

  const collect = (): number => {
    let collected = 0;
    const deadline = backend.maxBatchSize > 1 ? now + backend.maxWaitSeconds : Number.POSITIVE_INFINITY;
    while (collected < backend.maxBatchSize) {
      const taken = Math.min(buffered, backend.maxBatchSize - collected);
      buffered -= taken;
      collected += taken;
      if (collected === backend.maxBatchSize) break;
      const arrival = arrivals[next];
      if (arrival === undefined || arrival > deadline) {
        now = arrival === undefined ? now : deadline;
        break;
      }
      now = Math.max(now, arrival);
      next += 1;
      collected += 1;
    }
    return collected;
  };

  const takeToken = (): void => {
    if (!backend.throttle) return;
    const { qps, burst } = backend.throttle;
    tokens = Math.min(burst, tokens + (now - tokensAt) * qps) - 1;
    tokensAt = now;
    if (tokens < 0) now += -tokens / qps;
  };

  for (;;) {
    if (next >= arrivals.length && buffered === 0) return result;
    const collected = collect();
    if (collected === 0) continue;
    takeToken();
    arriveUntil(now);
    if (survives(backend, now)) result.sent += collected;
    else result.lost += collected;
    now += backend.writeSeconds;
    arriveUntil(now);
  }
}

/** Says whether one of the five attempts of a batch falls outside of the outage. */
function survives(backend: BufferedBackend, sentAt: number): boolean {
  const { outage } = backend;
  if (!outage) return true;
  let at = sentAt;
  let pause = outage.initialBackoffSeconds;
  for (let attempt = 0; attempt < 5; attempt++) {
    if (at < outage.from || at >= outage.to) return true;
    at += pause;
    pause *= 1.5;
  }
  return false;
}

/** Times of events that come at a steady rate. */
export function steadyArrivals(perSecond: number, seconds: number): number[] {
  return Array.from({ length: Math.floor(perSecond * seconds) }, (_, index) => (index + 1) / perSecond);
}
