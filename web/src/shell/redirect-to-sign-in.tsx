import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Leaves for the sign-in, which is a page of its own, and says where the reader wanted to go. */
export function RedirectToSignIn() {
  const router = useRouter();
  useEffect(() => {
    const { href } = router.latestLocation;
    location.replace(href === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(href)}`);
  }, [router]);
  return null;
}
