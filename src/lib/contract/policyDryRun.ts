/** Zod-free. What a draft of a policy would have decided. */
import type { ReviewStatus } from './slots';

type Outcome = Exclude<ReviewStatus, 'none'>;

export interface DryRun {
	/** Decisions that could be judged again. */
	tried: number;
	/** Those that could not: erased, or nothing was kept. */
	unknown: number;
	/** Those that would have been another one, newest first. */
	changed: { sessionId: string; was: Outcome; would: Outcome; reasons: string[] }[];
}
