import type { Application } from './config.ts';
import type { CostMetric } from './domain/cost-metric.ts';
import type { Facts } from './domain/facts.ts';
import type { KeptThere } from './domain/kept.ts';
import type { PlanId } from './domain/plan.ts';
import type { Choice, Verdict } from './domain/question.ts';
import type { SetPlan } from './domain/recovery-set.ts';
import type { Claim, Lock, Person, Run } from './domain/run.ts';
import type { RunView } from './domain/run-view.ts';
import type { SetView } from './domain/set-view.ts';
import type { TestResult } from './domain/test-result.ts';
import type { Unread } from './recovery/readings.ts';

/** What an application looks like now; nothing was changed to find out. */
export interface Status {
  readonly application: Application;
  /** Null when neither Region can be asked. */
  readonly facts: Facts | null;
  /** Who keeps every new run from being started, and why; null when nobody does. */
  readonly lock: Lock | null;
  /** The run that holds the application, if any. */
  readonly running: RunView | null;
  /** The run that takes the place of that one once it is approved, if any. */
  readonly next: RunView | null;
  /** Newest first, at most 5. */
  readonly recent: readonly RunView[];
  /** The newest dry run of its recovery; null when there was none. */
  readonly lastTest: TestResult | null;
  /** The newest drill or game day; null when there was none of late. */
  readonly lastDrill: TestResult | null;
  /** What is kept of databases that moves left behind, in both Regions. */
  readonly kept: readonly KeptThere[];
  /** What it and the platform cost on the newest day that is known, each. */
  readonly costs: { readonly own: CostMetric | null; readonly platform: CostMetric | null };
  /** Parts of this that cannot be read now, and are empty here therefore. */
  readonly unread: readonly Unread[];
  /** When this was so, epoch ms. */
  readonly at: number;
}

/** What a plan would do now. */
export interface DryRun {
  readonly application: Application;
  readonly plan: PlanId;
  readonly from: string;
  readonly to: string;
  readonly facts: Facts;
  readonly hash: string;
}

/** What is shown before a vote: the facts of the request, those of now, and what differs. */
export interface Review {
  readonly view: RunView;
  readonly application: Application;
  readonly now: Facts;
  /** Sentences: what changed beyond the limits since the request; empty when nothing did. */
  readonly drift: readonly string[];
}

/** What is shown before a vote on a set, whose view tells the facts that it binds to. */
export interface SetReview {
  readonly view: SetView;
  /** Sentences that name the application: what changed beyond the limits since the request; empty when nothing did. */
  readonly drift: readonly string[];
  /** Applications that could not be seen in time. */
  readonly unseen: readonly string[];
}

/** What is done with many applications at once. */
export interface SetRecovery {
  /**
   * Asks for the same plan for each: every member gets a run of its own, or is left out and told why. Nothing moves before the one
   * approval; then each moves once those of dr.yml's `after` that are in the set have been moved.
   */
  begin(request: {
    readonly applications: readonly string[];
    readonly plan: SetPlan;
    readonly reason: string;
    /** Sets the wait between two unplanned moves aside for each; the approval is of that too. */
    readonly overrides?: boolean;
    readonly by: Person;
  }): Promise<SetView>;
  view(set: string): Promise<SetView>;
  /** Sets that are not closed. */
  open(): Promise<readonly SetView[]>;
  /** For the Review modal. Throws `Denied` when `by` may not vote now. */
  review(set: string, by: Person): Promise<SetReview>;
  /**
   * One vote on all members; `by` has to be an approver of each, and `confirmation` is the set's id as they typed it. Drift of any
   * member beyond its limits makes a new revision, voids the votes and is `Refused`, saying what changed.
   */
  vote(vote: {
    readonly set: string;
    readonly hash: string;
    readonly verdict: Verdict;
    readonly confirmation?: string;
    readonly by: Person;
  }): Promise<SetView>;
  /** Takes back every member that is not past its point of no return; the others go on. */
  abort(request: { readonly set: string; readonly by: Person }): Promise<SetView>;
}

/**
 * The use cases every surface calls. Each throws `Refused`, `Denied` or `Busy` with a sentence for the person and
 * nothing changed, or `Unavailable` when the records cannot be reached.
 */
export interface Recovery {
  readonly sets: SetRecovery;
  applications(): readonly Application[];
  /** Throws `Refused` with a did-you-mean for an application that dr.yml does not name. */
  application(id: string): Application;
  /** Takes the claim, writes the run and starts it. It makes a request: nothing moves before the approval. */
  begin(request: {
    readonly application: string;
    readonly plan: PlanId;
    readonly reason: string;
    /** Sets the wait between two unplanned moves aside; the approval is of that too. */
    readonly overrides?: boolean;
    /** Says that production is moved as a test of its recovery, and is kept as one; after a switchover, which leads away from home, the way home is asked for. */
    readonly gameDay?: boolean;
    readonly by: Person;
  }): Promise<Run>;
  /** Keeps every new run from being started, for a reason that is told to whoever tries. */
  lock(request: { readonly application: string; readonly reason: string; readonly by: Person }): Promise<Claim>;
  unlock(request: { readonly application: string; readonly by: Person }): Promise<Claim>;
  dryRun(application: string, plan: PlanId): Promise<DryRun>;
  status(application: string): Promise<Status>;
  view(run: string): Promise<RunView>;
  /** Runs that are not closed. */
  running(): Promise<readonly RunView[]>;
  /** For the Review modal. Throws `Denied` when `by` may not vote now. */
  review(run: string, by: Person): Promise<Review>;
  /**
   * One vote. `hash` is what the voter saw; `confirmation` is the application's name as they typed it (checked for
   * approvals). Drift beyond the limits makes a new revision, voids the votes and is `Refused`, saying what changed.
   */
  vote(vote: {
    readonly run: string;
    readonly hash: string;
    readonly verdict: Verdict;
    readonly confirmation?: string;
    readonly by: Person;
  }): Promise<RunView>;
  /**
   * What happens when a step has failed. Retry and stop decide at once, and so does rolling back, which is `Refused` past the
   * point of no return. A skip, where the row allows one, needs a reason and a second person, who is an approver.
   */
  decide(decision: {
    readonly run: string;
    readonly question: string;
    readonly choice: Choice;
    readonly reason?: string;
    readonly by: Person;
  }): Promise<RunView>;
  /** Before the point of no return: the undo sequence runs. After it: `Refused`, saying what is true and what is left. */
  abort(request: { readonly run: string; readonly by: Person }): Promise<RunView>;
}
