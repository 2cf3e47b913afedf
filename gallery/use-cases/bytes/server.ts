import type { UseCase } from '../../server/gallery.ts';

export const bytes: UseCase = {
  name: 'bytes',
  readable: [],
  publishable: [],
  open() {},
};
