import { z } from 'zod';

/** What the engine's process says of one side of a document (bench/engine.ts). */
export const DocumentAnswer = z.object({
	/** A code where the bytes are no picture. */
	unreadable: z.string().nullable(),
	mrz: z.object({ lines: z.array(z.string()), valid: z.boolean() }).nullable(),
	fields: z.array(z.object({ name: z.string(), value: z.string(), source: z.string() })),
	barcode: z.object({ text: z.string(), elements: z.record(z.string(), z.string()).nullable() }).nullable(),
	reasons: z.array(z.string())
});
export type DocumentAnswer = z.infer<typeof DocumentAnswer>;

/** A specimen that the engine's process drew itself, and what it read on it. */
export const DrawnAnswer = z.object({
	truth: z.array(z.string()),
	document: DocumentAnswer,
	/** The picture, where it was asked for. */
	jpeg: z.instanceof(Uint8Array).nullable()
});

/** What was read of a proof of address. */
export const AddressAnswer = z.object({ fields: z.array(z.object({ name: z.string(), value: z.string() })) });

export const TamperAnswer = z.object({
	score: z.number().nullable(),
	/** Null without a mask. */
	map: z.object({ pixelAuc: z.number().nullable(), f1: z.number(), iou: z.number() }).nullable()
});
export type TamperAnswer = z.infer<typeof TamperAnswer>;

export const FaceAnswer = z.object({
	template: z.array(z.number()).nullable(),
	/** Null where there is no face or no model. */
	outcome: z.enum(['bonaFide', 'presentationAttack', 'uncertain']).nullable()
});

export const MemoryAnswer = z.object({ rss: z.number(), peakRss: z.number() });

/** Of the peers' processes (bench/peers). */
export const LinesAnswer = z.object({ lines: z.array(z.string()) });
export const DescriptorAnswer = z.object({ descriptor: z.array(z.number()).nullable() });
export const BackendAnswer = z.object({ name: z.string() });
