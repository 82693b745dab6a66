// Whether an element is to be seen: what is under another tab, or of the recording before, is hidden.
export const isSeen = (element) => Boolean(element?.getClientRects().length);
