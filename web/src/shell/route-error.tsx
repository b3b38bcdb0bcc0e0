import { ErrorPanel } from '../components/error-panel.tsx';

/** What shows where a page broke or could not be loaded. */
export function RouteError({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return <ErrorPanel error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />;
}
