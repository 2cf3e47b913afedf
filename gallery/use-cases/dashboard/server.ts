import type { UseCase } from '../../server/gallery.ts';

export const dashboard: UseCase = {
  name: 'dashboard',
  readable: [],
  publishable: [],
  open() {},
};
