// From whatever a vendor or the network threw to one of our error classes, with the next step in words.
import { AppError, type ErrorCode, isAppError } from '#main/contract/errors.ts';
import { retryAfterOf } from './retry-after.ts';

/** What is left of a failed call once SDK and vendor are forgotten. */
export type Failure = {
  readonly status?: number | undefined;
  /** Vendor's own words for the class: `insufficient_quota`, `overloaded_error`… lower case, several joined by a space. */
  readonly kind: string;
  readonly said: string;
  readonly headers?: Headers | undefined;
};

export type ErrorPlace = {
  readonly label: string;
  readonly model: string;
  readonly local: boolean;
  readonly now: number;
  /** Takes keys out of a vendor's words. */
  readonly hide?: ((text: string) => string) | undefined;
};

type Class = {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly retryable: boolean;
  readonly sentence: (place: ErrorPlace) => string;
};

const classes = {
  key_wrong: {
    code: 'unauthenticated',
    reason: 'key_wrong',
    retryable: false,
    sentence: (p) => `${p.label} refused the key. Enter a valid one in Settings > Models and keys.`,
  },
  no_credit: {
    code: 'forbidden',
    reason: 'no_credit',
    retryable: false,
    sentence: (p) => `The account at ${p.label} has no credit left. Top it up there, or choose another model.`,
  },
  rate_limited: {
    code: 'rate_limited',
    reason: 'rate_limited',
    retryable: true,
    sentence: (p) => `${p.label} allows no more requests for the moment. Wait a little, then try again.`,
  },
  overloaded: {
    code: 'unavailable',
    reason: 'overloaded',
    retryable: true,
    sentence: (p) => `${p.label} is overloaded. Wait a little, or choose another model.`,
  },
  server_error: {
    code: 'unavailable',
    reason: 'server_error',
    retryable: true,
    sentence: (p) => `${p.label} has a fault of its own. Wait a little, or choose another model.`,
  },
  context_overflow: {
    code: 'context_overflow',
    reason: 'context_overflow',
    retryable: false,
    sentence: (p) => `The conversation is too long for ${p.model}. Summarise it, or choose a model with more room.`,
  },
  unknown_model: {
    code: 'not_found',
    reason: 'unknown_model',
    retryable: false,
    sentence: (p) => `${p.label} does not know the model ${p.model}. Choose another one.`,
  },
  wrong_address: {
    code: 'not_found',
    reason: 'wrong_address',
    retryable: false,
    sentence: (p) =>
      `Nothing answers like a model at the address of ${p.label}. Check it in Settings > Models and keys.`,
  },
  no_tools: {
    code: 'unsupported',
    reason: 'no_tools',
    retryable: false,
    sentence: (p) => `${p.model} cannot use tools. Choose a model that can.`,
  },
  no_images: {
    code: 'unsupported',
    reason: 'no_images',
    retryable: false,
    sentence: (p) => `${p.model} cannot see images. Choose a model that can, or take the image out.`,
  },
  vendor_policy: {
    code: 'forbidden',
    reason: 'vendor_policy',
    retryable: false,
    sentence: (p) => `${p.label} refused this request by its rules. Word it otherwise, or choose another model.`,
  },
  not_allowed: {
    code: 'forbidden',
    reason: 'not_allowed_by_vendor',
    retryable: false,
    sentence: (p) => `${p.label} does not allow this with your key. Check the key's rights there.`,
  },
  bad_request: {
    code: 'provider_failed',
    reason: 'bad_request',
    retryable: false,
    sentence: (p) => `${p.label} did not accept the request. Choose another model, or try again later.`,
  },
  timeout: {
    code: 'timeout',
    reason: 'model_silent',
    retryable: true,
    sentence: (p) => `${p.label} took too long. Try again, or choose another model.`,
  },
  network: {
    code: 'unavailable',
    reason: 'network',
    retryable: true,
    sentence: (p) => `${p.label} cannot be reached. Check the internet connection, then try again.`,
  },
  not_running: {
    code: 'unavailable',
    reason: 'not_running',
    retryable: true,
    sentence: (p) => `${p.label} does not answer on this machine. Start it, then try again.`,
  },
  certificate: {
    code: 'unavailable',
    reason: 'certificate',
    retryable: false,
    sentence: (p) => `The certificate of ${p.label} is not valid. Check its address and the clock of this machine.`,
  },
  stream_cut: {
    code: 'unavailable',
    reason: 'stream_cut',
    retryable: true,
    sentence: (p) => `The answer of ${p.label} broke off. What had come is kept; continue or try again.`,
  },
  bad_stream: {
    code: 'provider_failed',
    reason: 'bad_stream',
    retryable: true,
    sentence: (p) => `${p.label} sent an answer that cannot be read. Try again.`,
  },
  empty_answer: {
    code: 'provider_failed',
    reason: 'empty_answer',
    retryable: true,
    sentence: (p) => `${p.label} sent an empty answer. Try again, or choose another model.`,
  },
  broken_tool_call: {
    code: 'provider_failed',
    reason: 'broken_tool_call',
    retryable: true,
    sentence: (p) => `${p.model} sent a tool call that cannot be read. Try again, or choose another model.`,
  },
} as const satisfies Record<string, Class>;
export type FailureClass = keyof typeof classes;

export function providerError(
  name: FailureClass,
  place: ErrorPlace,
  more: { said?: string; retryAfterMs?: number | undefined; cause?: unknown } = {},
): AppError {
  const found: Class = classes[name];
  // Hidden before it is cut: half a key is not known to be one.
  const whole = more.said === undefined ? '' : (place.hide?.(more.said) ?? more.said);
  const said = whole === '' ? {} : { said: whole.slice(0, 300) };
  return new AppError(found.code, found.sentence(place), {
    cause: more.cause,
    retryable: found.retryable,
    details: {
      reason: found.reason,
      model: place.model,
      facts: { vendor: place.label, model: place.model, ...said },
      ...(more.retryAfterMs === undefined ? {} : { retryAfterMs: more.retryAfterMs }),
    },
  });
}

const patterns: readonly (readonly [FailureClass, RegExp])[] = [
  [
    'no_credit',
    /insufficient[ _](quota|balance|credits?|funds)|credit balance is too low|billing|payment required|exceeded_current_quota|exceeded your current quota|out of credits|余额不足/i,
  ],
  [
    'context_overflow',
    /context_length_exceeded|maximum context length|prompt is too long|context[ _]window|exceeds? the (available )?context|context size|too many (input )?tokens|input length and `?max_tokens|model_max_prompt_tokens|input is too long|reduce the length/i,
  ],
  [
    'vendor_policy',
    /content[ _](policy|filter)|content_management|safety (system|reasons)|usage policies|moderation|flagged/i,
  ],
  [
    'no_tools',
    /does not support (tools|function)|tools? (is|are) not supported|function calling is not (enabled|supported)/i,
  ],
  [
    'no_images',
    /does not support (image|vision)|image (input|content)s? (is|are) not supported|image_url.{0,40}not supported|no endpoints found that support image/i,
  ],
  [
    'unknown_model',
    /model[ _]not[ _](found|exist)|model .{0,200}(does not exist|not found|not exist|is not supported)|not a valid model|no such model|unknown model|invalid model|try pulling it|models\/\S+ is not found/i,
  ],
  [
    'key_wrong',
    /api[ _-]?key (not valid|is invalid|not found)|(invalid|incorrect|wrong|missing)[ _]?(x-)?api[ _-]?key|authentication_error|invalid_authentication/i,
  ],
  ['overloaded', /overloaded|engine is currently|capacity|too busy/i],
  ['rate_limited', /rate[ _-]?limit|too many requests|resource_exhausted|throttl/i],
];

const byWords = (failure: Failure, among: readonly FailureClass[]): FailureClass | undefined => {
  const words = `${failure.kind} ${failure.said}`;
  return patterns.find(([name, pattern]) => among.includes(name) && pattern.test(words))?.[0];
};

const anyClass = patterns.map(([name]) => name);

/** The class of a failed call. The status decides first where it is unambiguous, then the vendor's words. */
export function classify(failure: Failure): FailureClass {
  const status = failure.status;
  switch (status) {
    case 401:
      return 'key_wrong';
    case 402:
      return 'no_credit';
    case 403:
      return byWords(failure, ['no_credit', 'vendor_policy', 'key_wrong', 'unknown_model']) ?? 'not_allowed';
    case 404:
    case 405:
      return byWords(failure, ['unknown_model', 'no_images', 'no_tools']) ?? 'wrong_address';
    case 408:
      return 'timeout';
    case 413:
      return 'context_overflow';
    case 429:
      return byWords(failure, ['no_credit', 'overloaded']) ?? 'rate_limited';
    case 503:
    case 529:
      return 'overloaded';
    default:
      break;
  }
  const found = byWords(failure, anyClass);
  if (status === undefined) return found ?? 'server_error';
  if (status >= 500) return found === 'context_overflow' || found === 'overloaded' ? found : 'server_error';
  return found ?? 'bad_request';
}

/** An answer of the vendor that says no. */
export function failureToError(failure: Failure, place: ErrorPlace, cause?: unknown): AppError {
  const name = classify(failure);
  const waits = name === 'rate_limited' || name === 'overloaded' || name === 'server_error';
  const retryAfterMs = waits ? retryAfterOf(failure, place.now) : undefined;
  return providerError(name, place, { said: failure.said, retryAfterMs, cause });
}

function* chain(error: unknown): Generator<Error> {
  for (let at = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth += 1) yield at;
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** A failure below HTTP, or one that already is ours; undefined: it is something else. */
export function networkError(error: unknown, place: ErrorPlace): AppError | undefined {
  for (const link of chain(error)) {
    if (isAppError(link)) return link;
    const code = codeOf(link);
    if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code))
      return providerError('certificate', place, { cause: error });
    if (code === 'ECONNREFUSED') return providerError(place.local ? 'not_running' : 'network', place, { cause: error });
    if (/ByteString/.test(link.message)) return providerError('key_wrong', place, { cause: error });
    if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || link.message === 'terminated')
      return providerError('stream_cut', place, { cause: error });
    if (/^(E[A-Z]+|UND_ERR_\w+)$/.test(code)) return providerError('network', place, { cause: error });
  }
  const links = [...chain(error)];
  if (links.some((link) => link instanceof SyntaxError)) return providerError('bad_stream', place, { cause: error });
  if (links.some((link) => link instanceof TypeError && /fetch failed|network/i.test(link.message)))
    return providerError('network', place, { cause: error });
  return undefined;
}
