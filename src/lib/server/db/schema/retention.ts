/**
 * Which sessions retention counts, for its queries and for the partial indexes that make them small. SQLite uses such an index where
 * query and index say the same, and where no other index serves: hence columns as expressions.
 */
import type { ReviewStatus, SessionStatus } from '$lib/contract/slots';

export const STOPPED: SessionStatus[] = ['expired', 'canceled'];
export const DECIDED: ReviewStatus[] = ['approved', 'rejected'];

const oneOf = (words: readonly string[]): string => `(${words.map((word) => `'${word}'`).join(', ')})`;
const ENDED = `(status || '' in ${oneOf(STOPPED)} or (status || '' = 'completed' and review_status || '' in ${oneOf(DECIDED)}))`;

/** Ended, and not counted yet. */
export const TO_BE_COUNTED = `coalesce(retention_from, 0) = 0 and ${ENDED}`;
/** Counted, and going on after all. An erased session is neither. */
export const COUNTED_TOO_EARLY = `coalesce(retention_from, 0) > 0 and status || '' in ('capturing', 'processing', 'completed') and not ${ENDED}`;
