import { useNavigate } from '@tanstack/react-router';
import { useShortcuts } from '../lib/use-shortcuts.ts';

/** The keys that hold on every page. */
export function useGlobalShortcuts(open: (what: 'palette' | 'help') => void): void {
  const navigate = useNavigate();
  useShortcuts({
    'mod+k': () => open('palette'),
    '?': () => open('help'),
    'g o': () => void navigate({ to: '/' }),
    'g e': () => void navigate({ to: '/explore' }),
    'g r': () => void navigate({ to: '/reports' }),
    'g a': () => void navigate({ to: '/alerts/$section', params: { section: 'inbox' } }),
    'g p': () => void navigate({ to: '/policy' }),
    'g c': () => void navigate({ to: '/clusters' }),
    'g d': () => void navigate({ to: '/destinations' }),
    'g h': () => void navigate({ to: '/health' }),
  });
}
