import { useEffect } from 'react';
import { Link } from 'wouter';

/** What an address leads to that no page has. */
export function NotFound() {
  useEffect(() => {
    document.title = 'No such page · Spillway';
  }, []);
  return (
    <div className="stack">
      <h1>There is no such page</h1>
      <p>The menu has all that there are. Perhaps it moved, or the address has a slip in it.</p>
      <p>
        <Link href="/" className="button primary">
          To the first page
        </Link>
      </p>
    </div>
  );
}
