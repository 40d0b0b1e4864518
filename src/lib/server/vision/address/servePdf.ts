import { readPdf } from './readPdf';

/** All that the process of its own does: read the one file that it is sent, answer, end. */
export function servePdf(): void {
	// Whoever asked is gone, or has had enough.
	process.once('disconnect', () => process.exit());
	process.once('message', (bytes: Uint8Array) => {
		void readPdf(bytes).then((reading) => process.send?.(reading, () => process.disconnect()));
	});
}
