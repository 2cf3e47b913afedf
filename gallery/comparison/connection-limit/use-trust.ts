import { useEffect, useState } from 'react';

/** Whether this browser takes the certificate of the server at `url`; asked again whenever the person comes back to the page. */
export function useTrust(url: string | undefined): 'asking' | 'trusted' | 'refused' {
  const [trust, setTrust] = useState<'asking' | 'trusted' | 'refused'>('asking');
  useEffect(() => {
    if (url === undefined || trust === 'trusted') return;
    const leaving = new AbortController();
    const { signal } = leaving;
    const ask = async () => {
      // Of a server that it does not trust a browser says no more than of one that is not there.
      const answer = await fetch(url, { signal, cache: 'no-store' }).catch(() => undefined);
      if (!signal.aborted) setTrust(answer?.ok ? 'trusted' : 'refused');
    };
    void ask();
    addEventListener('focus', () => void ask(), { signal });
    return () => leaving.abort();
  }, [url, trust === 'trusted']);
  return trust;
}
