/** Where an operator's browser reads a picture or heatmap. */
export const artifactUrl = (sessionId: string, artifactId: string): string =>
	`/api/dashboard/sessions/${sessionId}/artifacts/${artifactId}`;

/** Where it reads one frame of a liveness recording, from 0. */
export const frameUrl = (sessionId: string, evidenceId: string, number: number): string =>
	`/api/dashboard/sessions/${sessionId}/liveness/${evidenceId}/frames/${number}`;

/** Where it fetches the signed decision bundle. */
export const bundleUrl = (sessionId: string, pictures: boolean): string =>
	`/api/dashboard/sessions/${sessionId}/bundle${pictures ? '?pictures=1' : ''}`;
