import type { UseCase } from '../../server/gallery.ts';

export const jobs: UseCase = {
  name: 'jobs',
  readable: [],
  publishable: [],
  open() {},
};
