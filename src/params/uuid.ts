/** A UUID in its canonical form: anything else is no address of ours, before any handler runs. */
export const match = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
