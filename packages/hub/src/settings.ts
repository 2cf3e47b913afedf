/** How a standalone hub is set up: what the command line and the environment say. */
export interface HubServerSettings {
  readonly host: string;
  readonly port: number;
  /** `sqlite:PATH` or `memory:`. */
  readonly log: string;
  readonly retention: { readonly events?: number; readonly bytes?: number; readonly seconds?: number };
  readonly auth: AuthSettings;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** Origins whose pages may publish and read, beside the hub's own. */
  readonly corsOrigins: readonly string[];
  /** Names of request headers that those pages may send beyond the usual. */
  readonly corsHeaders: readonly string[];
  /** Further `Host` names to answer to, where a hub without a key checks them. */
  readonly hosts: readonly string[];
  /** A folder of files to serve beside `/events`; by default the hub's own start page. */
  readonly publicFolder: string | undefined;
  readonly limits: {
    readonly bodyBytes?: number;
    readonly dataBytes?: number;
    readonly topicBytes?: number;
    readonly idBytes?: number;
    readonly topicsPerEvent?: number;
    readonly topicsPerStream?: number;
    readonly eventsPerBatch?: number;
    readonly eventsPerPage?: number;
    readonly waitSeconds?: number;
  };
  readonly heartbeatSeconds: number | undefined;
  readonly retryMs: number | undefined;
  readonly tapeBytes: number | undefined;
  readonly recentEvents: number | undefined;
  readonly recentBytes: number | undefined;
  /** Whether connections may be taken as bare TCP handles, by way of Node's internals. */
  readonly bareHandles: boolean;
  readonly logLevel: string;
}

/** How requests show what they may do. Without a key or a JWKS URL there is no check, and the hub stays on loopback. */
export interface AuthSettings {
  /** Shared secrets and public keys, each as text or as `@FILE`. A token is valid if one of them has signed it. */
  readonly keys: readonly string[];
  /** Where the identity provider publishes its keys (RFC 7517). */
  readonly jwksUrl: string | undefined;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
  /** The cookie that carries a token for browsers. */
  readonly cookie: string;
  /** How many seconds after `exp` and before `nbf` a token is still valid; default 10. */
  readonly clockToleranceSeconds: number | undefined;
  /** Patterns of topics that requests without a token may use, and those with one in addition to what it allows. */
  readonly anonymous: { readonly publish: readonly string[]; readonly subscribe: readonly string[] };
}

/** A setting that cannot be used; its message says which and what to do. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}
