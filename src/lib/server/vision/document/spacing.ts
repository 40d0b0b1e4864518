/** Puts back the spaces that recognisers lose: "39801Zenith", "PA18062", "ParkTerrace" (but not in "MacDonald"). Pure. */
export const respace = (text: string): string =>
	text
		.replace(/^(\d+)(?=\p{L}{3})/u, '$1 ')
		.replace(/(\b\p{Lu}{2})(?=\d{5}(?:-\d{4})?$)/u, '$1 ')
		.replace(/(\p{Ll}{3})(?=\p{Lu}\p{Ll}{2})/gu, '$1 ');
