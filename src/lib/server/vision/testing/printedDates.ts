const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A date (YYYY-MM-DD) as documents print it. */
export function printedDate(date: string, style: 'words' | 'dots' | 'american'): string {
	const [year = '', month = '', day = ''] = date.split('-');
	switch (style) {
		case 'words':
			return `${day} ${MONTHS[Number(month) - 1] ?? ''} ${year}`;
		case 'dots':
			return `${day}.${month}.${year}`;
		case 'american':
			return `${month}/${day}/${year}`;
		default:
			return style satisfies never;
	}
}
