import { CHECK_REASONS, MODEL_REASONS, PIXEL_REASONS, type ReasonCode } from '$lib/contract/reasonCodes';
import { messageText } from './library';

/** The reason codes in their three kinds, each with the sentence that people read. */
export function reasonTableMarkdown(): string {
	const rows = (codes: readonly ReasonCode[]) =>
		codes.map((code) => `| \`${code}\` | ${messageText(`reason_${code}`)} |`);
	const table = (codes: readonly ReasonCode[]) => ['| Code | In words |', '| --- | --- |', ...rows(codes)].join('\n');
	return [
		'### Refused at once\n\nWhat pixels alone show. The upload is answered with 422 `IMAGE_QUALITY_LOW` and these codes in `reasons`.',
		table(PIXEL_REASONS),
		'### Refused after a look\n\nWhat needs a model. These arrive in `progress.feedback` and open the slot again.',
		table(MODEL_REASONS),
		'### Reasons of checks and decisions',
		table(CHECK_REASONS)
	].join('\n\n');
}
