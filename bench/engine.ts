/** Our own engine in a process of its own, asked as the peers are (see bench/peers/serve.mjs). */
import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import type { z } from 'zod';
import { openVision } from '$lib/server/vision';
import { heatmapAgreement } from '$lib/server/vision/evaluation';
import type { DecodeFailure } from '$lib/server/vision/image';
import type { DocumentAnalysis, Vision } from '$lib/server/vision/types';
import { drawDistantPassport, drawZoneDocument, zoneFormatOf } from './drawn';
import { serve } from './peers/serve.mjs';
import type { AddressAnswer, DocumentAnswer, DrawnAnswer, FaceAnswer, MemoryAnswer, TamperAnswer } from './run/answers';

const THREAD = new URL('./visionThread.js', import.meta.url);
type Slot = 'id_front' | 'id_back';

await serve(async () => {
	const vision = await openVision({
		modelsDir: 'models',
		// As the worker does: one thread a core. Where two of these processes share the work, each keeps to its own core.
		...(process.argv[2] === 'alone' ? {} : { assistants: { file: THREAD, count: availableParallelism() - 1 } })
	});
	return {
		document: ({ bytes, slot }: { bytes: Uint8Array; slot: Slot }) => readDocument(vision, bytes, slot),
		drawnZone: (input: DrawnInput) => readDrawnZone(vision, input),
		address: async ({ bytes }: { bytes: Uint8Array }): Promise<z.infer<typeof AddressAnswer>> => {
			const { fields } = await vision.analyzeAddress({ bytes });
			return { fields: fields.map(({ name, value }) => ({ name, value })) };
		},
		tamper: (input: { bytes: Uint8Array; mask: Uint8Array | null }) => measureTamper(vision, input),
		face: ({ bytes }: { bytes: Uint8Array }) => lookAtFace(vision, bytes),
		memory: async (): Promise<z.infer<typeof MemoryAnswer>> => ({
			rss: process.memoryUsage.rss(),
			// libuv gives kilobytes.
			peakRss: process.resourceUsage().maxRSS * 1024
		})
	};
});

async function readDocument(vision: Vision, bytes: Uint8Array, slot: Slot): Promise<DocumentAnswer> {
	const analysis = await analyze(vision, bytes, slot);
	if (typeof analysis === 'string') return { unreadable: analysis, mrz: null, fields: [], barcode: null, reasons: [] };
	const { mrz, fields, barcode, reasons } = analysis;
	return {
		unreadable: null,
		mrz: mrz && { lines: mrz.lines, valid: mrz.valid },
		fields: fields.map(({ name, value, source }) => ({ name, value, source })),
		barcode: barcode && { text: barcode.text, elements: barcode.aamva?.elements ?? null },
		reasons
	};
}

/** The analysis, or the code of why the bytes are no picture. */
async function analyze(vision: Vision, bytes: Uint8Array, slot: Slot): Promise<DocumentAnalysis | DecodeFailure> {
	const read = await vision.readDocument({ bytes, slot });
	return read.ok ? read.analysis : read.code;
}

interface DrawnInput {
	index: number;
	phone: boolean;
	/** Share of the width that a passport seen from afar fills. */
	distant?: number;
	wantsJpeg: boolean;
}

async function readDrawnZone(
	vision: Vision,
	{ index, phone, distant, wantsJpeg }: DrawnInput
): Promise<z.infer<typeof DrawnAnswer>> {
	const { jpeg, truth } = await (distant ? drawDistantPassport(index, distant) : drawZoneDocument(index, phone));
	const slot = !distant && zoneFormatOf(index) === 'TD1' ? 'id_back' : 'id_front';
	return {
		truth: truth.mrz?.lines ?? [],
		document: await readDocument(vision, jpeg, slot),
		jpeg: wantsJpeg ? new Uint8Array(jpeg) : null
	};
}

/** Alpha of the heatmap from which a pixel counts as marked: a heat of about 0.6, the line of suspicion (see idb eval tamper). */
const MARKED_FROM = 140;

/** The report of the whole analysis: signals that need the text's or the portrait's place have it. */
async function measureTamper(
	vision: Vision,
	{ bytes, mask }: { bytes: Uint8Array; mask: Uint8Array | null }
): Promise<TamperAnswer> {
	const analysis = await analyze(vision, bytes, 'id_front');
	if (typeof analysis === 'string') return { score: null, map: null };
	const { score, heatmap } = analysis.tamper;
	if (mask === null || heatmap === null) return { score, map: null };
	const { width, height } = heatmap;
	const white = await sharp(mask).resize(width, height, { fit: 'fill' }).extractChannel(0).raw().toBuffer();
	const alpha = await sharp(heatmap.png).extractChannel(3).raw().toBuffer();
	const edited = Array.from(white, (value) => value > 127);
	return { score, map: heatmapAgreement(alpha, edited, MARKED_FROM) };
}

async function lookAtFace(vision: Vision, bytes: Uint8Array): Promise<z.infer<typeof FaceAnswer>> {
	const read = await vision.readFace({ bytes });
	if (!read.ok) return { template: null, outcome: null };
	const { face, presentationAttack } = read.analysis;
	return { template: face?.template ?? null, outcome: presentationAttack?.outcome ?? null };
}
