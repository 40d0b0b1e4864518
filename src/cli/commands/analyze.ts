import { bestFields } from '$lib/server/verification/checks/fields';
import type { AddressAnalysis, DocumentAnalysis, ImageQuality, TamperReport, Vision } from '$lib/server/vision/types';
import { attempt, bytesOf, documentOf, withVision, type Outcome } from '../engine';
import { round, table, type Printer } from '../printer';
import { oneOf, readWords, UsageError } from '../usage';

const SLOTS = ['id_front', 'id_back', 'poa'] as const;
type Slot = (typeof SLOTS)[number];

/** `analyze <image…>`: what the engine reads on each document; one object an input with --json. */
export async function analyze(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, { slot: { type: 'string' }, json: { type: 'boolean' } });
	const slot = oneOf('--slot', values.slot ?? 'id_front', SLOTS);
	if (positionals.length === 0) throw new UsageError('analyze needs at least one picture.');
	await withVision(async (vision) => {
		for (const file of positionals) {
			const outcome = await attempt(() => analyzeFile(vision, file, { slot }));
			if (values.json) printer.json(asLine(file, outcome));
			else printer.line(asText(file, outcome));
		}
	});
	return 0;
}

export type DocumentLine = ReturnType<typeof documentLine>;

/** One document as the contract's command line prints it. Throws InputFailure, ModelUnavailable. */
export async function analyzeFile(
	vision: Vision,
	file: string,
	{ slot, folder }: { slot: Slot; folder?: string }
): Promise<DocumentLine> {
	if (slot === 'poa') return addressLine(await vision.analyzeAddress({ bytes: await bytesOf(file, folder) }));
	return documentLine(await documentOf(vision, file, slot, folder));
}

function documentLine(analysis: DocumentAnalysis) {
	const { document, mrz, barcode, portrait } = analysis;
	return {
		document: { type: document.type as string, issuingState: document.issuingState, side: document.side },
		fields: bestFields([{ fields: analysis.fields, mrz }], mrz?.valid ?? false),
		mrz: mrz && { format: mrz.format, lines: mrz.lines, valid: mrz.valid, checks: mrz.checks },
		barcode: barcode && {
			format: barcode.format,
			text: barcode.text,
			aamva: barcode.aamva && { version: barcode.aamva.aamvaVersion, elements: barcode.aamva.elements }
		},
		portrait: portrait && { box: portrait.box, score: round(portrait.score) },
		quality: qualityOf(analysis.quality),
		tamper: tamperOf(analysis.tamper),
		reasons: analysis.reasons as string[]
	};
}

function addressLine(analysis: AddressAnalysis): DocumentLine {
	return {
		document: { type: analysis.documentKind, issuingState: null, side: 'unknown' },
		fields: bestFields([{ fields: analysis.fields, mrz: null }], false),
		mrz: null,
		barcode: null,
		portrait: null,
		quality: qualityOf(analysis.quality),
		tamper: tamperOf(analysis.tamper),
		reasons: analysis.reasons
	};
}

const qualityOf = (quality: ImageQuality | null) =>
	quality && {
		width: quality.width,
		height: quality.height,
		sharpness: round(quality.sharpness),
		brightness: round(quality.brightness),
		glareShare: round(quality.glareShare),
		reasons: quality.reasons
	};

const tamperOf = (tamper: TamperReport | null) =>
	tamper && {
		score: round(tamper.score),
		signals: tamper.signals.map((signal) => ({ kind: signal.kind, score: round(signal.score) }))
	};

/** Exactly the keys of the contract; why another picture would be asked for stands in the text form alone. */
function asLine(file: string, { ms, ...outcome }: Outcome<DocumentLine>): object {
	if (!outcome.ok) return { file, ms, error: { code: outcome.code } };
	const { document, fields, mrz, barcode, portrait, quality, tamper } = outcome.value;
	return { file, ms, document, fields, mrz, barcode, portrait, quality, tamper };
}

function asText(file: string, outcome: Outcome<DocumentLine>): string {
	if (!outcome.ok) return `${file}\n  ${outcome.code}\n`;
	const { document, fields, mrz, barcode, portrait, tamper, reasons } = outcome.value;
	const read = Object.entries(fields).flatMap(([name, field]) =>
		field ? [[`  ${name}`, field.value, field.source, String(field.score)]] : []
	);
	return [
		`${file}  (${outcome.ms} ms)`,
		`  ${document.type}, ${document.issuingState ?? 'state unknown'}, ${document.side}`,
		...(read.length > 0 ? [table(read)] : []),
		...(mrz
			? [`  MRZ ${mrz.format}, ${mrz.valid ? 'valid' : 'not valid'}`, ...mrz.lines.map((line) => `    ${line}`)]
			: []),
		...(barcode ? [`  ${barcode.format}${barcode.aamva ? `, AAMVA version ${barcode.aamva.version}` : ''}`] : []),
		`  portrait ${portrait ? 'found' : 'not found'}, ${tamper ? `tamper score ${tamper.score}` : 'tamper not measured'}`,
		...(reasons.length > 0 ? [`  ask again: ${reasons.join(', ')}`] : []),
		''
	].join('\n');
}
