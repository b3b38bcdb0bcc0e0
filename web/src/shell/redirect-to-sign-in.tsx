import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Leaves for the sign-in page, once, and says where the reader wanted to go. */
export function RedirectToSignIn() {
  const router = useRouter();
  useEffect(() => {
    const { href } = router.latestLocation;
    void router.navigate({ to: '/sign-in', search: href === '/' ? {} : { next: href }, replace: true });
  }, [router]);
  return null;
}
