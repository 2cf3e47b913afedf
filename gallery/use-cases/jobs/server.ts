import type { Request } from 'express';
import type { UseCase } from '../../server/gallery.ts';
import { compressions } from './encodings/compress.ts';
import { findFfmpeg } from './encodings/ffmpeg.ts';
import { openJobs } from './jobs.ts';
import { mostBytes } from './limits.ts';
import { sampleBytes, sampleLog, sampleName } from './sample-log.ts';

export const jobs: UseCase = {
  name: 'jobs',
  readable: ['jobs', 'jobs/:id'],
  publishable: [],
  async open({ hub, router, folder, closing }) {
    const ffmpeg = await findFfmpeg();
    const encodings = ffmpeg ? [...compressions, ffmpeg] : compressions;
    const work = closing.use(await openJobs({ hub, folder, encodings, onError: console.error }));

    router.get('/encodings', (_req, res) => {
      res.json({ labels: encodings.map(({ label }) => label), hasFfmpeg: ffmpeg !== undefined });
    });

    router.post('/', async (req, res) => {
      const size = Number(req.headers['content-length']);
      const refusal = refusalOf(req, size);
      if (refusal) {
        res.status(refusal.status).json({ detail: refusal.detail });
        return;
      }
      const job = await work.take({ name: fileNameIn(req.query['name']), size, bytes: req });
      res.status(job ? 201 : 429).json(job ?? tooMany);
    });

    router.post('/sample', async (_req, res) => {
      const job = await work.take({ name: sampleName, size: sampleBytes, bytes: sampleLog() });
      res.status(job ? 201 : 429).json(job ?? tooMany);
    });

    router.delete('/:id', async (req, res) => {
      const job = await work.cancel(req.params.id);
      res.status(job === undefined ? 404 : job.phase === 'cancelled' ? 200 : 409).json(job ?? nothing);
    });

    router.get('/:id/:file', (req, res) => {
      const result = work.result(req.params.id, req.params.file);
      // The folder may lie in one whose name begins with a dot, which Express hides by default.
      if (result) res.download(result.path, result.name, { dotfiles: 'allow' });
      else res.status(404).json(nothing);
    });
  },
};

const tooMany = { detail: 'Too many jobs are waiting. Try again when one of them is done.' };
const nothing = { detail: 'There is no such job any more.' };

function refusalOf(req: Request, size: number): { readonly status: number; readonly detail: string } | undefined {
  // Express has read bodies of some other types by now.
  if (!req.is('application/octet-stream')) return { status: 415, detail: 'Send the file as application/octet-stream.' };
  if (Number.isNaN(size)) return { status: 411, detail: 'Say with Content-Length how long the file is.' };
  if (size === 0) return { status: 400, detail: 'This file is empty.' };
  if (size > mostBytes) return { status: 413, detail: `A file may have ${mostBytes / 1e6} MB at most.` };
  return undefined;
}

/** What a person calls the file: a label, never a path. */
function fileNameIn(name: unknown): string {
  const text = typeof name === 'string' ? (name.split(/[/\\]/).at(-1) ?? '') : '';
  return (
    text
      .replaceAll(/\p{Cc}/gu, '')
      .slice(0, 150)
      .toWellFormed() || 'file'
  );
}
