import { getContext, setContext } from 'svelte';
import type { ReviewField, ReviewPicture } from '$lib/contract/review';

/** Which picture and which field a reviewer looks at: shared by the strip, the viewer and the table of fields. */
export class Selection {
	#pictureId = $state<string | null>(null);
	#field = $state<ReviewField | null>(null);
	/** A sign of editing, by its place in the list of the picture on show. */
	#region = $state<number | null>(null);
	/** How strongly the tamper heatmap lies over the picture, 0 … 100. */
	heat = $state(0);
	/** The signal whose own map lies there instead of all together; null for all. */
	signal = $state<string | null>(null);
	readonly #pictures: () => ReviewPicture[];

	constructor(pictures: () => ReviewPicture[]) {
		this.#pictures = pictures;
	}

	/** The chosen picture, else the first. */
	get picture(): ReviewPicture | null {
		const pictures = this.#pictures();
		return pictures.find((picture) => picture.artifactId === this.#pictureId) ?? pictures[0] ?? null;
	}

	get field(): ReviewField | null {
		return this.#field;
	}

	get region(): number | null {
		return this.#region;
	}

	/** What of the document the chosen sign of editing touches: the table marks those fields. */
	touches(name: string): boolean {
		const region = this.#region === null ? undefined : this.picture?.tamperRegions[this.#region];
		return region?.fields.includes(name) ?? false;
	}

	/** Lights a sign of editing up in picture and table; the same one again puts it out. */
	toggleRegion(index: number): void {
		this.#field = null;
		this.#region = this.#region === index ? null : index;
	}

	/** Heatmap on and off, at the strength that shows both the signs and the picture below. */
	toggleHeat(): void {
		this.heat = this.heat > 0 ? 0 : 70;
	}

	showPicture(picture: ReviewPicture): void {
		if (this.picture?.artifactId !== picture.artifactId) this.#region = null;
		this.#pictureId = picture.artifactId;
		if (this.#field?.slot !== picture.slot) this.#field = null;
	}

	/** Lights the field up in table and picture; the same one again puts it out. */
	toggleField(field: ReviewField): void {
		if (this.isSelected(field)) {
			this.#field = null;
			return;
		}
		this.#field = field;
		this.#region = null;
		const picture = this.#pictures().find(({ slot }) => slot === field.slot);
		if (picture) this.#pictureId = picture.artifactId;
	}

	isSelected(field: ReviewField): boolean {
		const chosen = this.#field;
		return chosen?.name === field.name && chosen.source === field.source && chosen.slot === field.slot;
	}
}

const KEY = Symbol('selection');

export function createSelection(pictures: () => ReviewPicture[]): Selection {
	return setContext(KEY, new Selection(pictures));
}

export const useSelection = (): Selection => getContext<Selection>(KEY);
