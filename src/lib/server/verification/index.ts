/** The domain's public face. Every function takes who is calling; errors are AppError. */
export { createHandoff, redeemHandoff } from './applicant/handoff';
export { giveConsent } from './applicant/consent';
export { readProgress } from './applicant/progress';
export { returnTarget } from './applicant/returnTarget';
export { submitSession } from './applicant/submit';
export { readPolicy, savePolicy, type PolicyState } from './decision/policy';
export { readArtifact } from './evidence/artifacts';
export { submitEvidence } from './evidence/submitEvidence';
export { decideByPerson, type HumanDecision } from './review/decideByPerson';
export { getForReview } from './review/getForReview';
export { listForReview, type ReviewFilter } from './review/listForReview';
export { cancelSession } from './session/cancel';
export { createSession, prepareSession } from './session/create';
export { expireOverdueSessions } from './session/expire';
export { freshLink } from './session/link';
export { listSessionEvents } from './session/listSessionEvents';
export { listSessions } from './session/listSessions';
export { getSession } from './session/readSession';
