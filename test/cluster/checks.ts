/** What a check needs: the binaries of a control plane, a folder of its own with an etcd behind it, and where to say what holds. */
export interface Stage {
  readonly bin: string;
  readonly run: string;
  readonly check: (holds: boolean, what: string) => void;
  /** Says something that is no check. */
  readonly note: (text: string) => void;
}
