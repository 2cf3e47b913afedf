import type { UseCase } from '../../server/gallery.ts';

export const notifications: UseCase = {
  name: 'notifications',
  readable: [],
  publishable: [],
  open() {},
};
