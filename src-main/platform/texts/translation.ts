// What a translation holds: every English text, and of each plural the forms that its own language has.
type PluralBase<Texts> = {
  [K in keyof Texts]: K extends `${infer Base}_one` ? (`${Base}_other` extends keyof Texts ? Base : never) : never;
}[keyof Texts];

/** The forms besides `other` are optional here; which of them a language must have is asked by a test. */
export type Translation<Texts> = {
  readonly [K in Exclude<keyof Texts, `${PluralBase<Texts>}_one`>]: string;
} & { readonly [K in `${PluralBase<Texts>}_${'zero' | 'one' | 'two' | 'few' | 'many'}`]?: string };
