import type { DocumentType } from '$lib/contract/slots';
import type { GuideShape } from './guide';

/** What the applicant says they hold. Only shapes the page: what it really is, the server reads. */
export const DOCUMENT_CHOICES = ['id_card', 'passport', 'driving_licence', 'residence_permit'] as const;
export type DocumentChoice = (typeof DOCUMENT_CHOICES)[number];

export const SHAPE_OF: Record<DocumentChoice, GuideShape> = {
	id_card: 'card',
	passport: 'passport',
	driving_licence: 'card',
	residence_permit: 'card'
};

/** The choices that the session takes; all, where it takes any or none of these. */
export function choicesFor(documentTypes: readonly DocumentType[]): readonly DocumentChoice[] {
	const taken = DOCUMENT_CHOICES.filter((choice) => documentTypes.includes(choice));
	return taken.length > 0 ? taken : DOCUMENT_CHOICES;
}

const key = (sessionId: string) => `document-choice-${sessionId}`;

/** The choice made in this tab before a reload, or null. */
export function recallChoice(sessionId: string): DocumentChoice | null {
	try {
		const stored = sessionStorage.getItem(key(sessionId));
		return DOCUMENT_CHOICES.find((choice) => choice === stored) ?? null;
	} catch {
		return null; // Storage is blocked: the question is asked again.
	}
}

export function rememberChoice(sessionId: string, choice: DocumentChoice | null): void {
	try {
		if (choice) sessionStorage.setItem(key(sessionId), choice);
		else sessionStorage.removeItem(key(sessionId));
	} catch {
		// Storage is blocked: the choice lives as long as the page.
	}
}
