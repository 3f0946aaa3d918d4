// Lone surrogates are not UTF-8; some vendors refuse a whole request over one.
export const cleanText = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');
