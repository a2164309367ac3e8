/** What a run achieved, against the targets in dr.yml. All durations in ms. */
export interface Summary {
  readonly rto: {
    /** Command → last needed approval; of a member of a set, until its turn had come. */
    readonly humanMs: number;
    /** Last needed approval → verified through DNS. */
    readonly machineMs: number;
    readonly targetMs: number;
  };
  readonly rpo: {
    /** Age of the newest commit kept, measured back from the last moment the source was known to answer; null when it cannot be known. */
    readonly achievedMs: number | null;
    readonly targetMs: number;
    /** How it was measured, as a sentence. */
    readonly how: string;
  };
  /** Null where nothing was to be fenced. */
  readonly fence: { readonly outcome: 'fenced' | 'unreachable'; readonly acceptedBy: readonly string[] } | null;
}
