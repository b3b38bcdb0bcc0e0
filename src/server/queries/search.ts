import type { Diagnostic } from '../../base/index.ts';
import { compileSearch, createParameters, parseSearch, type TimeRange } from '../../query/index.ts';
import type { Cluster } from '../../records/index.ts';
import type { Selection } from '../../store/index.ts';
import type { Caller } from '../auth/index.ts';
import type { ServerContext } from '../http/context.ts';
import { RejectedInput } from '../http/errors.ts';
import { selectClusters } from './clusters.ts';
import { readRange } from './time.ts';

/** What every call about events says. */
export interface SearchRequest {
  readonly query: string;
  readonly from: string | number;
  readonly to: string | number;
  readonly clusters?: readonly string[] | undefined;
}

/** A search that may be run: compiled, within the caller's scope. */
export interface PreparedSearch {
  readonly selection: Selection;
  readonly range: TimeRange;
  readonly clusters: readonly Cluster[];
  readonly warnings: readonly Diagnostic[];
}

/** Compiles the search part of a request. Throws RejectedInput with diagnostics where it is wrong. */
export async function prepareSearch(
  context: ServerContext,
  caller: Caller,
  request: SearchRequest,
): Promise<PreparedSearch> {
  const range = readRange(request.from, request.to, context.clock.nowMicros());
  const { scope, clusters } = await selectClusters(context, caller, request.clusters);
  const parsed = parseSearch(request.query);
  if (!parsed.ok) throw new RejectedInput(parsed.diagnostics);
  const parameters = createParameters();
  const compiled = compileSearch(parsed.value, { parameters, clusters });
  const diagnostics = [...parsed.diagnostics, ...compiled.diagnostics];
  if (diagnostics.some((diagnostic) => diagnostic.severity === 'error')) throw new RejectedInput(diagnostics);
  const selection = { condition: compiled.condition, parameters: parameters.values, range, scope };
  return { selection, range, clusters, warnings: diagnostics };
}
