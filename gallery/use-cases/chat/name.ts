import { useState } from 'react';
import { mostNameLength } from './message.ts';

const place = 'spillway-chat-name';

/** The name of who uses this tab: two tabs are two people. It outlives a reload. */
export function useName(): readonly [string, (name: string) => void] {
  const [name, setName] = useState(() => sessionStorage.getItem(place) ?? guestName());
  return [
    name,
    (next) => {
      const kept = next.slice(0, mostNameLength);
      sessionStorage.setItem(place, kept);
      setName(kept);
    },
  ];
}

function guestName(): string {
  const name = `Guest ${Math.floor(Math.random() * 900) + 100}`;
  sessionStorage.setItem(place, name);
  return name;
}
