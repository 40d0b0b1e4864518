import type { CheckOutcome } from '$lib/contract/slots';
import type { ReasonCode } from '$lib/contract/reasonCodes';
import type { FaceAnalysis, PresentationAttackResult } from '$lib/server/vision/types';
import { attempt, faceOf, withVision } from '../engine';
import { round, type Printer } from '../printer';
import { readWords, UsageError } from '../usage';

/** `liveness <image…>`: does each picture show a person, or a picture of one. */
export async function liveness(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, { json: { type: 'boolean' } });
	if (positionals.length === 0) throw new UsageError('liveness needs at least one picture.');
	await withVision(async (vision) => {
		for (const file of positionals) {
			const outcome = await attempt(async () => verdictOf(await faceOf(vision, file)));
			if (!outcome.ok) {
				const failed = { file, ms: outcome.ms, error: { code: outcome.code } };
				if (values.json) printer.json(failed);
				else printer.line(`${file}: ${outcome.code}`);
				continue;
			}
			const { score, outcome: verdict, reasons } = outcome.value;
			if (values.json) printer.json({ file, score, outcome: verdict, reasons });
			else
				printer.line(`${file}: ${verdict}${score === null ? '' : `, score ${score}`} ${reasons.join(', ')}`.trimEnd());
		}
	});
	return 0;
}

interface Verdict {
	/** 0…1, higher is more likely a person; null where nothing was scored. */
	score: number | null;
	outcome: CheckOutcome;
	reasons: ReasonCode[];
}

/** The same words as the liveness check of a session. */
function verdictOf({ face, presentationAttack }: FaceAnalysis): Verdict {
	if (face === null) return { score: null, outcome: 'inconclusive', reasons: ['face_not_found'] };
	if (presentationAttack === null) return { score: null, outcome: 'not_run', reasons: ['model_unavailable'] };
	return { score: round(presentationAttack.score), ...WORDS[presentationAttack.outcome] };
}

const WORDS: Record<PresentationAttackResult['outcome'], Pick<Verdict, 'outcome' | 'reasons'>> = {
	bonaFide: { outcome: 'pass', reasons: [] },
	presentationAttack: { outcome: 'fail', reasons: ['presentation_attack_suspected'] },
	uncertain: { outcome: 'inconclusive', reasons: ['liveness_uncertain'] }
};
