import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { patient } from './patience.ts';

const executable = '/usr/sbin/nginx';

/** Why tests behind nginx are skipped; undefined where it is installed. */
export const nginxMissing = existsSync(executable) ? undefined : 'nginx is not installed (apt-get install nginx)';

/**
 * Runs a real nginx in front of the server at `upstream` until the test is over, and resolves with its URL once it takes
 * connections. `directives` go into its only location, where it speaks HTTP/1.1 unless they say otherwise.
 */
export async function startNginx(upstream: string, directives: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    `daemon off;
    master_process off;
    pid ${folder}/nginx.pid;
    error_log ${folder}/error.log;
    events {}
    http {
      access_log off;
      client_body_temp_path ${folder}/body;
      proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/fastcgi;
      uwsgi_temp_path ${folder}/uwsgi;
      scgi_temp_path ${folder}/scgi;
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass ${upstream};
          ${speaks(directives)}
          ${directives.map((directive) => `${directive};`).join('\n          ')}
        }
      }
    }`,
  );
  const server = spawn(executable, ['-c', config, '-p', folder, '-e', join(folder, 'error.log')], { stdio: 'ignore' });
  const exited = once(server, 'exit');
  onTestFinished(async () => {
    server.kill();
    await exited;
  });
  await vi.waitFor(() => isListening(port), patient);
  return `http://127.0.0.1:${port}`;
}

function speaks(directives: readonly string[]): string {
  return directives.some((directive) => directive.startsWith('proxy_http_version')) ? '' : 'proxy_http_version 1.1;';
}

async function isListening(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
}
