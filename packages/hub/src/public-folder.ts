import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import sirv from 'sirv';
import type { NodeRequest, NodeResponse } from 'spillway/node';

export type Respond = (req: NodeRequest, res: NodeResponse, next: () => void) => void;

/**
 * Serves the files of a folder to GET and HEAD, as they are at the time of the request; calls `next` for everything else.
 *
 * Hidden files are not there: `.env` and `.git` hold secrets as often as not. Only `.well-known` (RFC 8615) is meant for
 * the public. A symbolic link is followed within the folder, and not to a hidden file or out of it.
 */
export function servePublicFolder(folder: string): Respond {
  // sirv knows the classes of node:http; those of node:http2 have all that it uses.
  const serve = sirv(folder, { dev: true, etag: true, extensions: [...extensions] }) as Respond;
  return (req, res, next) => {
    if (!isPublic(folder, req.url ?? '/')) return next();
    // A server may ignore Range (RFC 9110, section 14.2), and sirv throws for one that ends before it begins.
    delete req.headers.range;
    // sirv does not handle the errors of the file that it reads, and an unhandled one ends the process.
    (res as Piped).once('pipe', (file) => file.once('error', () => res.destroy()));
    serve(req, res, next);
  };
}

interface Piped {
  once(event: 'pipe', listener: (file: Readable) => void): unknown;
}

/** Tried in this order for a path that names no file. */
const extensions = ['html', 'htm'] as const;

function isPublic(folder: string, url: string): boolean {
  const path = decodedPath(url);
  if (path === undefined || hasHiddenSegment(path)) return false;
  const root = realPath(folder);
  const bare = path.replace(/\/$/, '');
  const names = extensions.flatMap((extension) => [bare && `${bare}.${extension}`, `${bare}/index.${extension}`]);
  return [bare, ...names].every((name) => {
    const file = realPath(join(folder, name));
    return isInside(file, root) && !hasHiddenSegment(relative(root, file));
  });
}

function decodedPath(url: string): string | undefined {
  try {
    return decodeURIComponent(url.split('?')[0] ?? '');
  } catch {
    // No file has a name that is not UTF-8 here.
    return undefined;
  }
}

function hasHiddenSegment(path: string): boolean {
  return path.split(/[/\\]/).some((segment) => segment.startsWith('.') && segment !== '.well-known');
}

/** Whether a file lies in a folder, at any depth; both are compared by their real paths. The file need not exist yet. */
export function isFileInside(file: string, folder: string): boolean {
  return isInside(realPath(file), realPath(folder));
}

function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The path without symbolic links, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(resolve(path));
    return parent === resolve(path) ? parent : join(realPath(parent), basename(path));
  }
}
