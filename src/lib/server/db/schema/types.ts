/** Column types that both dialects share. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
export type JobPayload = Record<string, string | number>;
export type AuditDetail = Record<string, string | number | boolean | string[] | null>;
export type AuditActorType = 'policy' | 'operator' | 'tenant' | 'applicant' | 'system';
/** `superseded`: a later attempt took the slot over before this one was analysed. */
export type EvidenceState = 'analyzing' | 'accepted' | 'refused' | 'superseded';
/** `signal_maps`: the heatmap's signals one by one, below each other. */
export type ArtifactKind = 'picture' | 'original' | 'heatmap' | 'signal_maps';
/** What a session may be found by: words of names and numbers (hashed), what was read, what the team wrote on it. */
export type MarkKind = 'word' | 'documentType' | 'issuingState' | 'reason' | 'tag' | 'assignee';

/** `open` until somebody else confirms or overrides it, its author puts another in its place, or what it was about changed. */
export type ProposalState = 'open' | 'confirmed' | 'overridden' | 'replaced' | 'withdrawn';
