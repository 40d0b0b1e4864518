/** The smallest PDF 1.4 that shows one JPEG on one page: five objects and their cross-reference table. */
export function pictureToPdf(jpeg: Uint8Array, width: number, height: number): Buffer {
	const page = { width: 595, height: Math.round((595 * height) / width) };
	const drawing = Buffer.from(`q ${page.width} 0 0 ${page.height} 0 0 cm /Picture Do Q`);
	const picture =
		`/Type /XObject /Subtype /Image /Width ${width} /Height ${height} ` +
		'/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode';
	const objects = [
		Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
		Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
		Buffer.from(
			`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${page.width} ${page.height}] ` +
				'/Resources << /XObject << /Picture 4 0 R >> >> /Contents 5 0 R >>'
		),
		stream(picture, jpeg),
		stream('', drawing)
	];
	const parts = [Buffer.from('%PDF-1.4\n')];
	const offsets: number[] = [];
	let length = parts[0]?.length ?? 0;
	objects.forEach((body, index) => {
		offsets.push(length);
		const object = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
		parts.push(object);
		length += object.length;
	});
	const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
	const count = objects.length + 1;
	const table = `xref\n0 ${count}\n0000000000 65535 f \n${rows}`;
	return Buffer.concat([
		...parts,
		Buffer.from(`${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`)
	]);
}

function stream(entries: string, bytes: Uint8Array): Buffer {
	const head = Buffer.from(`<< ${entries} /Length ${bytes.length} >>\nstream\n`);
	return Buffer.concat([head, bytes, Buffer.from('\nendstream')]);
}
