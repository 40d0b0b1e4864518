/** A PDF of the given objects, the first the catalogue, with its cross-reference table. */
export function pdfOf(objects: readonly (string | Uint8Array)[], trailer = ''): Uint8Array {
	const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
	let length = parts[0]?.length ?? 0;
	const offsets = objects.map((body, index) => {
		const offset = length;
		const part = Buffer.concat([
			Buffer.from(`${String(index + 1)} 0 obj\n`),
			typeof body === 'string' ? Buffer.from(body) : body,
			Buffer.from('\nendobj\n')
		]);
		length += part.length;
		parts.push(part);
		return offset;
	});
	const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
	const count = objects.length + 1;
	const table = `xref\n0 ${String(count)}\n0000000000 65535 f \n${rows}`;
	const end = `trailer\n<< /Size ${String(count)} /Root 1 0 R ${trailer} >>\nstartxref\n${String(length)}\n%%EOF\n`;
	return Buffer.concat([...parts, Buffer.from(table), Buffer.from(end)]);
}
