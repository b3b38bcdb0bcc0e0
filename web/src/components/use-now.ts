import { useEffect, useState } from 'react';

/** The current time in Unix milliseconds, renewed at the given interval while the page is visible. */
export function useNow(intervalMillis: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now());
    }, intervalMillis);
    return () => clearInterval(timer);
  }, [intervalMillis]);
  return now;
}
