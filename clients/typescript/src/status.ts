/** The state of the connection. */
export type Status =
  /** `attempt` counts from 0 the tries since it was last open. */
  | { readonly state: "connecting"; readonly attempt: number; readonly url: string }
  /** `instance` names the process that serves this socket; `user` is the authenticated one or `null`. */
  | {
      readonly state: "open";
      readonly url: string;
      readonly instance: string;
      readonly session: string;
      readonly user: string | null;
    }
  /** The next try is `retryInMs` after this status began. */
  | { readonly state: "waiting"; readonly attempt: number; readonly retryInMs: number; readonly reason: string }
  /** For good. */
  | { readonly state: "closed"; readonly reason: string };
