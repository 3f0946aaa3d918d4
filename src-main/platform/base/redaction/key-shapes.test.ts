// Keys that Limpet never stored are told by their shape; ordinary text that looks a little like one stays.
import { describe, expect, it } from 'vitest';
import { hideKeyShapes } from './key-shapes.ts';

const shaped: Readonly<Record<string, string>> = {
  openai: 'sk-proj-q9sV7wLr2TzXk4Jm8Nc3Bd',
  anthropic: 'sk-ant-api03-q9sV7wLr2TzXk4Jm',
  google: 'AIzaSyq9sV7wLr2TzXk4Jm8Nc3Bd0123456',
  github: 'ghp_q9sV7wLr2TzXk4Jm8Nc3Bd0123',
  slack: 'xoxb-1234567890-abcdefghij',
  aws: 'AKIAQ9SV7WLR2TZXK4JM',
  jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtaW5hIn0.c2lnbmF0dXJl',
  telegram: '123456789:AAq9sV7wLr2TzXk4Jm8Nc3Bd0123456789a',
  gitlab: 'glpat-q9sV7wLr2TzXk4Jm8N',
  pem: '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----',
  'pem in JSON': '-----BEGIN PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA\\n-----END PRIVATE KEY-----',
};

describe('the shape of a key', () => {
  it.each(Object.entries(shaped))('is known: %s [T33]', (_name, key) => {
    expect(hideKeyShapes(`was (${key}) here`)).toBe('was ([redacted]) here');
  });

  it('is known in a header and in an address, which stays readable [T33]', () => {
    expect(hideKeyShapes('authorization: Bearer abcdefghijklmnop')).toBe('authorization: Bearer [redacted]');
    expect(hideKeyShapes('at postgres://ada:hunter2@db.local:5432/sea')).toBe(
      'at postgres://ada:[redacted]@db.local:5432/sea',
    );
  });

  it('is not seen in ordinary text', () => {
    const text =
      'sk-short, https://example.org:8080/a@b, eyJ is how a token begins, 12:30, task-123, ada@example.org, basic words';
    expect(hideKeyShapes(text)).toBe(text);
  });

  it('takes no long time on a text made to take long', () => {
    const started = performance.now();
    for (const text of ['a://'.repeat(25_000), '-----BEGIN PRIVATE KEY-----'.repeat(400), 'sk-'.repeat(30_000)])
      hideKeyShapes(text);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
