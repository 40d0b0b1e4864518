/** Pure. */

/**
 * Whether a general text reader saw the whole zone, judged in its favour: its lines are put one behind the other without spaces,
 * accents or case, angle quotes count as the fillers that they stand for, and the zone may start anywhere in that text.
 */
export function zoneIsIn(lines: readonly string[], zone: readonly string[]): boolean {
	return plain(lines).includes(plain(zone));
}

const plain = (lines: readonly string[]): string =>
	lines
		.join('')
		.normalize('NFD')
		.toUpperCase()
		.replaceAll('«', '<<')
		.replaceAll('‹', '<')
		.replace(/[^A-Z0-9<]/g, '');
