/** Where an operator's browser reads a picture or heatmap. */
export const artifactUrl = (sessionId: string, artifactId: string): string =>
	`/api/dashboard/sessions/${sessionId}/artifacts/${artifactId}`;
