// Which fields only the person fills in: passwords, one-time codes, cards. Judged by what the page says of the field.

export type FieldFacts = Readonly<Record<'type' | 'autocomplete' | 'name' | 'id' | 'placeholder' | 'label', string>>;

const passwordTokens = /\b(current-password|new-password|one-time-code|webauthn)\b/;
const paymentTokens = /\bcc-(number|csc|exp|exp-month|exp-year|name|type|given-name|family-name)\b/;
/** In the words of the four languages and of the fields that shops use; whole words, so that "passport" is none. */
const passwordWords =
  /(^|[^a-z])(pass(word|wort|wd|code|phrase)?|pwd|pin( ?code)?|otp|2fa|mfa|tan|kennwort|passcode|security code|verification code|einmalcode)([^a-z]|$)|密码|口令|验证码|كلمة (المرور|السر)|رمز التحقق/i;
const paymentWords =
  /(^|[^a-z])(card ?(number|no)|credit ?card|debit ?card|cc ?(num|number|no)|cvv2?|cvc2?|csc|iban|account ?number|sort ?code|routing ?number|kartennummer|kreditkarte|kontonummer|prüfziffer)([^a-z]|$)|卡号|信用卡|银行卡|安全码|رقم البطاقة|بطاقة الائتمان|رمز الأمان/i;

/** `cardNumber`, `card_number`, `card-number` as `card number`. */
const spaced = (text: string) => text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_\-.[\]]+/g, ' ');

export function secretKind(facts: FieldFacts): 'password' | 'payment' | undefined {
  if (facts.type.toLowerCase() === 'password' || passwordTokens.test(facts.autocomplete)) return 'password';
  if (paymentTokens.test(facts.autocomplete)) return 'payment';
  const words = [facts.name, facts.id, facts.placeholder, facts.label].map(spaced).join(' | ').slice(0, 2_000);
  if (paymentWords.test(words)) return 'payment';
  return passwordWords.test(words) ? 'password' : undefined;
}

/** `example.org` covers itself and what lies below it; an entry may also be a whole address. */
export function isGranted(host: string, granted: readonly string[]): boolean {
  const wanted = host.toLowerCase().replace(/\.+$/, '');
  return granted.some((entry) => {
    const text = entry.trim().toLowerCase();
    const name = URL.canParse(text) && text.includes('://') ? new URL(text).hostname : text.replace(/^\*\./, '');
    return name !== '' && (wanted === name || wanted.endsWith(`.${name}`));
  });
}
