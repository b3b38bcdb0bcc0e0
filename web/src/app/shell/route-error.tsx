import { ErrorPanel } from '../../components/error-panel.tsx';

/** What shows where a page broke or could not be loaded. */
export function RouteError({ error, reset }: { readonly error: Error; readonly reset: () => void }) {
  return <ErrorPanel error={error} onRetry={reset} />;
}
