import type { RequestHandler } from 'express';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The names that a gallery on loopback answers to, as `hosts` of `/events`. */
export const hosts = [...loopbackNames];

/**
 * Refuses what pages of other sites have a browser send: by the name that they call this server (DNS rebinding), and by
 * what browsers say of a request's origin (Fetch Metadata).
 */
export const refuseOtherSites: RequestHandler = (req, res, next) => {
  const name = req.headers.host?.replace(/:\d+$/, '') ?? '';
  const site = req.headers['sec-fetch-site'];
  const isRead = req.method === 'GET' || req.method === 'HEAD';
  if (!loopbackNames.has(name)) res.status(421).json({ detail: 'this server is called localhost' });
  else if (!isRead && site !== undefined && site !== 'same-origin' && site !== 'none') {
    res.status(403).json({ detail: 'only pages of this server may ask for this' });
  } else next();
};
