import type { Case } from '../case.ts';
import { origins } from './origins.ts';
import { pages } from './pages.ts';
import { publishing } from './publishing.ts';
import { refusing } from './refusing.ts';
import { streams } from './streams.ts';

/** All cases, by the sections of PROTOCOL.md that they hold a hub to. */
export const sections: Readonly<Record<string, readonly Case[]>> = { publishing, refusing, streams, pages, origins };
